"""Types of .NET that no file declares: in which namespace each of the common ones is, and what C# keywords name."""

from __future__ import annotations

from typing import Final

from indexer.languages.rules import (
    FIRST,
    FIRSTS,
    GROUPS,
    HELD,
    LAST,
    LASTS,
    RESULT,
    RESULTS,
    SAME,
    SEED,
    TABLE,
)

KEYWORDS: Final = {
    "bool": "System.Boolean", "byte": "System.Byte", "sbyte": "System.SByte", "char": "System.Char",
    "decimal": "System.Decimal", "double": "System.Double", "float": "System.Single", "int": "System.Int32",
    "uint": "System.UInt32", "nint": "System.IntPtr", "nuint": "System.UIntPtr", "long": "System.Int64",
    "ulong": "System.UInt64", "short": "System.Int16", "ushort": "System.UInt16", "object": "System.Object",
    "string": "System.String", "array": "System.Array", "tuple": "System.ValueTuple", "type": "System.Type",
}  # fmt: skip
"""The dotted names of the types of literals and keywords."""

IMPLICIT: Final = (
    "System", "System.IO", "System.Linq", "System.Collections.Generic", "System.Net.Http", "System.Threading",
    "System.Threading.Tasks",
)  # fmt: skip
"""Namespaces that a project with implicit usings opens in every file."""

_NAMESPACES: Final = {
    "System": """Action ActivatorUtilities Activator AggregateException AppContext AppDomain ArgumentException ArgumentNullException
        ArgumentOutOfRangeException ArithmeticException Array ArraySegment AsyncCallback Attribute AttributeTargets AttributeUsageAttribute
        BitConverter Boolean Buffer Byte CLSCompliantAttribute Char Comparison Console ConsoleColor Convert Converter DateOnly DateTime
        DateTimeKind DateTimeOffset DayOfWeek DBNull Decimal Delegate DivideByZeroException Double Enum Environment EventArgs EventHandler
        Exception FlagsAttribute FormatException FormattableString Func GC Guid HashCode IAsyncDisposable IAsyncResult ICloneable
        IComparable IConvertible ICustomFormatter IDisposable IEquatable IFormatProvider IFormattable IndexOutOfRangeException Index Int16
        Int32 Int64 IntPtr InvalidCastException InvalidOperationException IObservable IObserver IProgress IServiceProvider Lazy
        MarshalByRefObject Math MathF Memory MissingMethodException MulticastDelegate NonSerializedAttribute NotImplementedException
        NotSupportedException Nullable NullReferenceException Object ObjectDisposedException ObsoleteAttribute OperatingSystem
        OperationCanceledException OutOfMemoryException OverflowException ParamArrayAttribute PlatformNotSupportedException Predicate
        Progress Random Range ReadOnlyMemory ReadOnlySpan RuntimeTypeHandle SByte SerializableAttribute Single Span String StringComparer
        StringComparison StringSplitOptions SystemException ThreadStaticAttribute TimeOnly TimeSpan TimeZoneInfo TimeoutException Tuple
        Type TypeCode TypeInitializationException UInt16 UInt32 UInt64 UIntPtr UnauthorizedAccessException Uri UriBuilder UriFormatException
        UriKind ValueTuple ValueType Version Void WeakReference""",
    "System.Collections": """ArrayList BitArray DictionaryEntry Hashtable ICollection IComparer IDictionary IDictionaryEnumerator
        IEnumerable IEnumerator IEqualityComparer IList Queue SortedList Stack StructuralComparisons""",
    "System.Collections.Concurrent": """BlockingCollection ConcurrentBag ConcurrentDictionary ConcurrentQueue ConcurrentStack
        IProducerConsumerCollection Partitioner""",
    "System.Collections.Generic": """Comparer Dictionary EqualityComparer HashSet IAsyncEnumerable IAsyncEnumerator ICollection IComparer
        IDictionary IEnumerable IEnumerator IEqualityComparer IList IReadOnlyCollection IReadOnlyDictionary IReadOnlyList IReadOnlySet ISet
        KeyNotFoundException KeyValuePair LinkedList LinkedListNode List PriorityQueue Queue SortedDictionary SortedList SortedSet Stack""",
    "System.Collections.Immutable": "ImmutableArray ImmutableDictionary ImmutableHashSet ImmutableList ImmutableQueue ImmutableStack",
    "System.Collections.ObjectModel": "Collection KeyedCollection ObservableCollection ReadOnlyCollection ReadOnlyDictionary",
    "System.Collections.Specialized": "INotifyCollectionChanged NameValueCollection NotifyCollectionChangedEventArgs StringCollection",
    "System.ComponentModel": """BindingList Browsable BrowsableAttribute CancelEventArgs Component DefaultValueAttribute DescriptionAttribute
        EditorBrowsableAttribute EditorBrowsableState IBindingList ITypedList ListChangedEventArgs ListSortDirection IContainer INotifyPropertyChanged INotifyPropertyChanging ITypeDescriptorContext
        PropertyChangedEventArgs PropertyChangedEventHandler PropertyDescriptor TypeConverter TypeConverterAttribute TypeDescriptor
        Win32Exception""",
    "System.ComponentModel.DataAnnotations": """DisplayAttribute KeyAttribute MaxLengthAttribute RangeAttribute RequiredAttribute
        StringLengthAttribute ValidationAttribute ValidationContext ValidationException ValidationResult""",
    "System.Data": """CommandBehavior CommandType ConnectionState DataColumn DataRow DataSet DataTable DbType IDataParameter IDataReader
        IDataRecord IDbCommand IDbConnection IDbDataParameter IDbTransaction IsolationLevel ParameterDirection""",
    "System.Data.Common": "DbCommand DbConnection DbDataReader DbException DbParameter DbProviderFactory DbTransaction",
    "System.Diagnostics": """Activity ActivitySource ConditionalAttribute Debug Debugger DebuggerBrowsableAttribute DebuggerBrowsableState
        DebuggerDisplayAttribute DebuggerHiddenAttribute DebuggerNonUserCodeAttribute DebuggerStepThroughAttribute DebuggerTypeProxyAttribute DiagnosticSource
        FileVersionInfo Process ProcessStartInfo StackFrame StackTrace Stopwatch Trace TraceListener""",
    "System.Diagnostics.CodeAnalysis": """AllowNullAttribute DisallowNullAttribute DoesNotReturnAttribute DynamicallyAccessedMembersAttribute
        ExcludeFromCodeCoverageAttribute MaybeNullAttribute MaybeNullWhenAttribute MemberNotNullAttribute NotNullAttribute
        NotNullIfNotNullAttribute NotNullWhenAttribute RequiresUnreferencedCodeAttribute SetsRequiredMembersAttribute
        StringSyntaxAttribute SuppressMessageAttribute UnconditionalSuppressMessageAttribute""",
    "System.CodeDom.Compiler": "GeneratedCodeAttribute IndentedTextWriter",
    "System.Dynamic": """BinaryOperationBinder BindingRestrictions DynamicMetaObject DynamicObject ExpandoObject GetMemberBinder
        IDynamicMetaObjectProvider InvokeMemberBinder SetMemberBinder""",
    "System.Globalization": "CultureInfo DateTimeFormatInfo DateTimeStyles NumberFormatInfo NumberStyles TextInfo UnicodeCategory",
    "System.IO": """BinaryReader BinaryWriter BufferedStream Directory DirectoryInfo DirectoryNotFoundException EndOfStreamException File
        FileAccess FileAttributes FileInfo FileLoadException FileMode FileNotFoundException FileOptions FileShare FileStream
        FileSystemInfo FileSystemWatcher IOException InvalidDataException MemoryStream Path PathTooLongException SearchOption SeekOrigin
        Stream StreamReader StreamWriter StringReader StringWriter TextReader TextWriter""",
    "System.IO.Compression": "CompressionLevel CompressionMode DeflateStream GZipStream ZipArchive ZipArchiveEntry ZipFile",
    "System.Linq": "Enumerable IGrouping ILookup IOrderedEnumerable IOrderedQueryable IQueryProvider IQueryable Lookup Queryable",
    "System.Linq.Expressions": """BinaryExpression BlockExpression ConditionalExpression ConstantExpression DynamicExpression Expression
        ExpressionType ExpressionVisitor InvocationExpression LabelTarget LambdaExpression MemberAssignment MemberBinding MemberExpression
        MemberInitExpression MethodCallExpression NewArrayExpression NewExpression ParameterExpression SwitchCase TypeBinaryExpression
        UnaryExpression""",
    "System.Net": "Cookie CookieContainer Dns EndPoint HttpStatusCode HttpWebRequest HttpWebResponse ICredentials IPAddress IPEndPoint NetworkCredential WebClient WebException WebProxy WebRequest WebResponse",
    "System.Net.Http": "DelegatingHandler HttpClient HttpClientHandler HttpContent HttpMessageHandler HttpMethod HttpRequestException HttpRequestMessage HttpResponseMessage StringContent",
    "System.Net.Http.Headers": "AuthenticationHeaderValue HttpHeaders MediaTypeHeaderValue",
    "System.Net.Sockets": "NetworkStream Socket SocketException TcpClient TcpListener UdpClient",
    "System.Numerics": "BigInteger Complex INumber Vector Vector2 Vector3 Vector4",
    "System.Reflection": """Assembly AssemblyName Binder BindingFlags ConstructorInfo CustomAttributeExtensions EventInfo FieldInfo
        ICustomAttributeProvider MemberInfo MemberTypes MethodBase MethodInfo Module ParameterInfo PropertyInfo
        ReflectionTypeLoadException TargetInvocationException TypeInfo""",
    "System.Reflection.Emit": "AssemblyBuilder DynamicMethod ILGenerator Label LocalBuilder MethodBuilder ModuleBuilder OpCode OpCodes TypeBuilder",
    "System.Runtime.CompilerServices": """AsyncMethodBuilderAttribute CallerArgumentExpressionAttribute CallerFilePathAttribute
        CallerLineNumberAttribute CallerMemberNameAttribute ConditionalWeakTable ConfiguredTaskAwaitable ExtensionAttribute INotifyCompletion
        InternalsVisibleToAttribute MethodImplAttribute MethodImplOptions ModuleInitializerAttribute RuntimeHelpers TaskAwaiter Unsafe""",
    "System.Runtime.InteropServices": """COMException CollectionsMarshal DllImportAttribute FieldOffsetAttribute GCHandle GCHandleType
        LayoutKind Marshal MarshalAsAttribute MemoryMarshal OSPlatform RuntimeInformation SafeHandle StructLayoutAttribute UnmanagedType""",
    "System.Runtime.Serialization": """DataContractAttribute DataMemberAttribute EnumMemberAttribute FormatterServices ISerializable
        IgnoreDataMemberAttribute OnDeserializedAttribute OnDeserializingAttribute OnErrorAttribute OnSerializedAttribute
        OnSerializingAttribute SerializationException SerializationInfo StreamingContext""",
    "System.Security": "SecureString SecurityCriticalAttribute SecurityException SecuritySafeCriticalAttribute",
    "System.Security.Claims": "Claim ClaimTypes ClaimsIdentity ClaimsPrincipal",
    "System.Security.Cryptography": "Aes CryptoStream HMACSHA256 HashAlgorithm MD5 RSA RandomNumberGenerator SHA1 SHA256 SHA512",
    "System.Text": "Decoder Encoder Encoding NormalizationForm StringBuilder UTF8Encoding",
    "System.Text.Json": "JsonDocument JsonElement JsonException JsonSerializer JsonSerializerOptions Utf8JsonReader Utf8JsonWriter",
    "System.Text.Json.Serialization": "JsonConverter JsonConverterAttribute JsonIgnoreAttribute JsonPropertyNameAttribute JsonSerializerContext",
    "System.Text.RegularExpressions": "Capture Group GroupCollection Match MatchCollection MatchEvaluator Regex RegexOptions",
    "System.Threading": """AsyncLocal AutoResetEvent Barrier CancellationToken CancellationTokenRegistration CancellationTokenSource
        CountdownEvent EventWaitHandle ExecutionContext Interlocked LazyInitializer LazyThreadSafetyMode ManualResetEvent
        ManualResetEventSlim Monitor Mutex PeriodicTimer ReaderWriterLock ReaderWriterLockSlim Semaphore SemaphoreSlim SpinLock SpinWait
        SynchronizationContext Thread ThreadLocal ThreadPool ThreadStart Timeout Timer TimerCallback Volatile WaitCallback WaitHandle""",
    "System.Threading.Tasks": """Parallel ParallelOptions Task TaskCanceledException TaskCompletionSource TaskContinuationOptions
        TaskCreationOptions TaskExtensions TaskFactory TaskScheduler TaskStatus ValueTask""",
    "System.Threading.Channels": "Channel ChannelReader ChannelWriter",
    "System.Xml": """XmlAttribute XmlDocument XmlElement XmlException XmlNode XmlNodeList XmlNodeType XmlReader XmlReaderSettings
        XmlTextReader XmlTextWriter XmlWriter XmlWriterSettings""",
    "System.Xml.Linq": "XAttribute XContainer XDocument XElement XName XNamespace XNode XObject XText",
    "System.Xml.Serialization": "XmlAttributeAttribute XmlElementAttribute XmlIgnoreAttribute XmlRootAttribute XmlSerializer",
    "Xunit": "Assert ClassDataAttribute FactAttribute IClassFixture InlineDataAttribute MemberDataAttribute Record TheoryAttribute TheoryData TraitAttribute",
    "NUnit.Framework": """Assert CollectionAssert IgnoreAttribute OneTimeSetUpAttribute SetUpAttribute StringAssert TearDownAttribute
        TestAttribute TestCaseAttribute TestCaseSourceAttribute TestFixtureAttribute""",
}  # fmt: skip

NAMESPACES_OF: Final[dict[str, tuple[str, ...]]] = {}
"""The namespaces that have a type of a name."""
for _namespace, _names in _NAMESPACES.items():
    for _name in _names.split():
        NAMESPACES_OF[_name] = (*NAMESPACES_OF.get(_name, ()), _namespace)

_GIVEN: Final = {
    SAME: """AsEnumerable AsParallel AsQueryable Append Concat ConfigureAwait Distinct DistinctBy Except Intersect OfType OrderBy
        OrderByDescending Prepend Reverse Skip SkipWhile Take TakeWhile ThenBy ThenByDescending ToArray ToHashSet ToImmutableArray
        ToImmutableList ToList Union Where""",
    HELD: """Dequeue ElementAt ElementAtOrDefault Find FindLast First FirstAsync FirstOrDefault FirstOrDefaultAsync GetAwaiter
        GetResult GetValueOrDefault Last LastOrDefault MaxBy MinBy Peek Pop Single SingleOrDefault SingleAsync SingleOrDefaultAsync""",
    RESULTS: "Select ConvertAll",
    RESULT: "SelectMany",
    GROUPS: "GroupBy ToLookup",
    TABLE: "ToDictionary ToImmutableDictionary",
    SEED: "Aggregate",
}  # fmt: skip
OF_METHODS: Final = {name: what for what, names in _GIVEN.items() for name in names.split()}
"""What methods of collections give; see `Rules.outside_methods`."""

OF_FIELDS: Final = {
    "Value": LAST, "Key": FIRST, "Values": LASTS, "Keys": FIRSTS, "Result": HELD, "Current": HELD, "Target": HELD,
}  # fmt: skip
"""What properties of generic types hold; see `Rules.outside_fields`."""

TAKING_ELEMENTS: Final = frozenset(
    """All Any AnyAsync Average ConvertAll Count CountAsync Exists Find FindAll FindIndex FindLast First FirstAsync FirstOrDefault
    FirstOrDefaultAsync ForEach GroupBy Include Last LastOrDefault LongCount Max MaxBy Min MinBy OrderBy OrderByDescending RemoveAll
    Select SelectMany Single SingleAsync SingleOrDefault SingleOrDefaultAsync SkipWhile Sum TakeWhile ThenBy ThenByDescending
    ToDictionary ToLookup Where""".split()
)
"""Methods of collections that give elements to functions; see `Rules.element_callbacks`."""

_SEQUENCES: Final = frozenset(
    f"System.Collections.Generic.{name}"
    for name in "Dictionary HashSet ICollection IDictionary IList IReadOnlyCollection IReadOnlyDictionary IReadOnlyList IReadOnlySet "
    "ISet LinkedList List Queue SortedDictionary SortedList SortedSet Stack".split()
) | {
    "System.Array", "System.Collections.Concurrent.ConcurrentBag", "System.Collections.Concurrent.ConcurrentDictionary",
    "System.Collections.Concurrent.ConcurrentQueue", "System.Collections.Immutable.ImmutableArray",
    "System.Collections.Immutable.ImmutableList", "System.Collections.ObjectModel.Collection",
    "System.Collections.ObjectModel.ObservableCollection", "System.Collections.ObjectModel.ReadOnlyCollection",
    "System.Linq.IGrouping", "System.Linq.IOrderedEnumerable", "System.Linq.IOrderedQueryable", "System.Linq.IQueryable",
}  # fmt: skip
_LISTS: Final = frozenset({"System.Array", "System.Collections.Generic.List"})
_BASES: Final = {
    "System.Object": None,
    "System.Collections.Generic.IEnumerable": _SEQUENCES,
    "System.Collections.IEnumerable": _SEQUENCES | {"System.Collections.Generic.IEnumerable", "System.String"},
    "System.Collections.Generic.ICollection": _LISTS | {
        "System.Collections.Generic.IList", "System.Collections.Generic.HashSet", "System.Collections.Generic.Dictionary",
        "System.Collections.Generic.IDictionary",
    },
    "System.Collections.Generic.IReadOnlyCollection": _LISTS | {"System.Collections.Generic.IReadOnlyList"},
    "System.Collections.Generic.IList": _LISTS,
    "System.Collections.Generic.IReadOnlyList": _LISTS,
    "System.Collections.Generic.IDictionary": frozenset({"System.Collections.Generic.Dictionary"}),
    "System.Collections.Generic.IReadOnlyDictionary": frozenset({"System.Collections.Generic.Dictionary"}),
    "System.Linq.IQueryable": frozenset({"System.Linq.IOrderedQueryable"}),
    "System.Reflection.MemberInfo": frozenset(
        f"System.{name}" for name in ("Type", "Reflection.FieldInfo", "Reflection.MethodInfo", "Reflection.PropertyInfo")
    ),
    "System.IO.Stream": frozenset({"System.IO.MemoryStream", "System.IO.FileStream"}),
    "System.Exception": frozenset({"System.AggregateException", "System.InvalidOperationException"}),
}  # fmt: skip


def derives(name: str, base: str) -> bool:
    """Whether a type of .NET derives from another, by dotted names, as far as it is known here."""
    known = _BASES.get(base, frozenset())
    return known is None or name in known


_WIDER: Final = {
    "SByte": "Int16 Int32 Int64 Single Double Decimal IntPtr",
    "Byte": "Int16 UInt16 Int32 UInt32 Int64 UInt64 Single Double Decimal IntPtr UIntPtr",
    "Int16": "Int32 Int64 Single Double Decimal IntPtr",
    "UInt16": "Int32 UInt32 Int64 UInt64 Single Double Decimal IntPtr UIntPtr",
    "Int32": "Int64 Single Double Decimal IntPtr SByte Byte Int16 UInt16 UInt32 UInt64 UIntPtr",
    "UInt32": "Int64 UInt64 Single Double Decimal UIntPtr",
    "Int64": "Single Double Decimal",
    "UInt64": "Single Double Decimal",
    "Char": "UInt16 Int32 UInt32 Int64 UInt64 Single Double Decimal",
    "Single": "Double",
    "Double": "Single Decimal",
}  # fmt: skip
"""What numbers are widened to; literals, of which only the sort is known, also to what can hold them."""
_NUMBERS: Final = {
    f"System.{name}": frozenset(f"System.{to}" for to in wider.split()) for name, wider in _WIDER.items()
}
_SEALED: Final = frozenset(
    {
        *KEYWORDS.values(),
        "System.Guid",
        "System.DateTime",
        "System.DateTimeOffset",
        "System.TimeSpan",
        "System.Uri",
        "System.Version",
    }
    - {"System.Object"}
)
_NEVER: Final = -100


def conversion(wanted: str, given: str) -> int:
    """How well a value of one type of .NET is taken where another is wanted; see `Rules.converts`."""
    if wanted == "System.Object":
        return 0
    if not given:
        return _NEVER if wanted in _SEALED else 0
    if wanted in _NUMBERS.get(given, ()):
        return 1
    if derives(given, wanted):
        return 2
    if wanted in _SEALED:
        return _NEVER if given in _SEALED else 0
    return 0
