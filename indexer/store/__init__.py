"""The store: CozoDB, one index folder per repository, written by one process and read by any number."""

from indexer.store.engine import Binding, Engine, Rows
from indexer.store.folder import IndexFolder, index_folder
from indexer.store.history import Carried, carry
from indexer.store.models import Identity, StoredModel, models
from indexer.store.reader import FileState, IndexReader, StoredSymbol
from indexer.store.rows import retraction_row, symbol_row, version_row
from indexer.store.schema import FORMAT_VERSION, Column, Index, Relation, Schema, load_schema
from indexer.store.session import carry_vectors, writing_vectors
from indexer.store.stats import RelationSize, sizes
from indexer.store.vectors import Neighbour, Vectors, VectorTable
from indexer.store.writer import IndexWriter

__all__ = [
    "FORMAT_VERSION",
    "Binding",
    "Carried",
    "Column",
    "Engine",
    "FileState",
    "Identity",
    "Index",
    "IndexFolder",
    "IndexReader",
    "IndexWriter",
    "Neighbour",
    "Relation",
    "RelationSize",
    "Rows",
    "Schema",
    "StoredModel",
    "StoredSymbol",
    "VectorTable",
    "Vectors",
    "carry",
    "carry_vectors",
    "index_folder",
    "load_schema",
    "models",
    "retraction_row",
    "sizes",
    "symbol_row",
    "version_row",
    "writing_vectors",
]
