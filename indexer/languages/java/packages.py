"""Types of the packages of the Java class library that are mostly imported whole (`import java.util.*`)."""

from __future__ import annotations

from typing import Final

_TYPES: Final = {
    "java.util": """
        AbstractCollection AbstractList AbstractMap AbstractQueue AbstractSequentialList AbstractSet ArrayDeque ArrayList Arrays Base64
        BitSet Calendar Collection Collections Comparator ConcurrentModificationException Currency Date Deque Dictionary DoubleSummaryStatistics
        EnumMap EnumSet Enumeration EventListener EventObject Formatter GregorianCalendar HashMap HashSet Hashtable HexFormat IdentityHashMap
        IntSummaryStatistics Iterator LinkedHashMap LinkedHashSet LinkedList List ListIterator Locale LongSummaryStatistics Map
        MissingResourceException NavigableMap NavigableSet NoSuchElementException Objects Observable Observer Optional OptionalDouble
        OptionalInt OptionalLong PrimitiveIterator PriorityQueue Properties Queue Random RandomAccess ResourceBundle Scanner SequencedCollection
        SequencedMap SequencedSet ServiceLoader Set SimpleTimeZone SortedMap SortedSet Spliterator Spliterators SplittableRandom Stack
        StringJoiner StringTokenizer TimeZone Timer TimerTask TreeMap TreeSet UUID Vector WeakHashMap""",
    "java.util.function": """
        BiConsumer BiFunction BiPredicate BinaryOperator BooleanSupplier Consumer DoubleBinaryOperator DoubleConsumer DoubleFunction
        DoublePredicate DoubleSupplier DoubleToIntFunction DoubleToLongFunction DoubleUnaryOperator Function IntBinaryOperator IntConsumer
        IntFunction IntPredicate IntSupplier IntToDoubleFunction IntToLongFunction IntUnaryOperator LongBinaryOperator LongConsumer
        LongFunction LongPredicate LongSupplier LongToDoubleFunction LongToIntFunction LongUnaryOperator ObjDoubleConsumer ObjIntConsumer
        ObjLongConsumer Predicate Supplier ToDoubleBiFunction ToDoubleFunction ToIntBiFunction ToIntFunction ToLongBiFunction
        ToLongFunction UnaryOperator""",
    "java.util.stream": "BaseStream Collector Collectors DoubleStream Gatherer Gatherers IntStream LongStream Stream StreamSupport",
    "java.util.concurrent": """
        AbstractExecutorService ArrayBlockingQueue BlockingDeque BlockingQueue BrokenBarrierException Callable CancellationException
        CompletableFuture CompletionException CompletionService CompletionStage ConcurrentHashMap ConcurrentLinkedDeque
        ConcurrentLinkedQueue ConcurrentMap ConcurrentNavigableMap ConcurrentSkipListMap ConcurrentSkipListSet CopyOnWriteArrayList
        CopyOnWriteArraySet CountDownLatch CountedCompleter CyclicBarrier DelayQueue Delayed Exchanger ExecutionException Executor
        ExecutorCompletionService ExecutorService Executors Flow ForkJoinPool ForkJoinTask Future FutureTask LinkedBlockingDeque
        LinkedBlockingQueue LinkedTransferQueue Phaser PriorityBlockingQueue RecursiveAction RecursiveTask RejectedExecutionException
        RejectedExecutionHandler RunnableFuture ScheduledExecutorService ScheduledFuture ScheduledThreadPoolExecutor Semaphore
        SynchronousQueue ThreadFactory ThreadLocalRandom ThreadPoolExecutor TimeUnit TimeoutException TransferQueue""",
    "java.util.concurrent.atomic": """
        AtomicBoolean AtomicInteger AtomicIntegerArray AtomicIntegerFieldUpdater AtomicLong AtomicLongArray AtomicMarkableReference
        AtomicReference AtomicReferenceArray AtomicReferenceFieldUpdater AtomicStampedReference DoubleAdder LongAccumulator LongAdder""",
    "java.util.concurrent.locks": "Condition Lock LockSupport ReadWriteLock ReentrantLock ReentrantReadWriteLock StampedLock",
    "java.util.regex": "MatchResult Matcher Pattern PatternSyntaxException",
    "java.io": """
        BufferedInputStream BufferedOutputStream BufferedReader BufferedWriter ByteArrayInputStream ByteArrayOutputStream CharArrayReader
        CharArrayWriter Closeable Console DataInput DataInputStream DataOutput DataOutputStream EOFException Externalizable File
        FileDescriptor FileFilter FileInputStream FileNotFoundException FileOutputStream FileReader FileWriter FilenameFilter
        FilterInputStream FilterOutputStream FilterReader FilterWriter Flushable IOException InputStream InputStreamReader
        InterruptedIOException InvalidObjectException LineNumberReader NotSerializableException ObjectInput ObjectInputStream ObjectOutput
        ObjectOutputStream ObjectStreamException OutputStream OutputStreamWriter PipedInputStream PipedOutputStream PipedReader PipedWriter
        PrintStream PrintWriter PushbackInputStream PushbackReader RandomAccessFile Reader SequenceInputStream Serializable StreamTokenizer
        StringReader StringWriter UncheckedIOException UnsupportedEncodingException Writer""",
    "java.nio": "Buffer BufferOverflowException BufferUnderflowException ByteBuffer ByteOrder CharBuffer IntBuffer LongBuffer MappedByteBuffer",
    "java.nio.charset": "Charset CharsetDecoder CharsetEncoder CoderResult StandardCharsets",
    "java.nio.file": """
        AccessDeniedException CopyOption DirectoryStream FileAlreadyExistsException FileSystem FileSystemException FileSystems
        FileVisitOption FileVisitResult FileVisitor Files InvalidPathException LinkOption NoSuchFileException OpenOption Path PathMatcher
        Paths SimpleFileVisitor StandardCopyOption StandardOpenOption WatchEvent WatchKey WatchService""",
    "java.net": """
        ConnectException DatagramPacket DatagramSocket HttpURLConnection Inet4Address Inet6Address InetAddress InetSocketAddress
        MalformedURLException Proxy ServerSocket Socket SocketAddress SocketException SocketTimeoutException URI URISyntaxException URL
        URLClassLoader URLConnection URLDecoder URLEncoder UnknownHostException""",
    "java.lang.reflect": """
        AccessibleObject AnnotatedElement Array Constructor Executable Field GenericArrayType GenericDeclaration InvocationHandler
        InvocationTargetException Member Method Modifier Parameter ParameterizedType Proxy RecordComponent Type TypeVariable
        UndeclaredThrowableException WildcardType""",
    "java.lang.annotation": "Annotation Documented ElementType Inherited Native Repeatable Retention RetentionPolicy Target",
    "java.lang.invoke": "CallSite ConstantCallSite LambdaMetafactory MethodHandle MethodHandles MethodType MutableCallSite VarHandle",
    "java.time": """
        Clock DateTimeException DayOfWeek Duration Instant LocalDate LocalDateTime LocalTime Month MonthDay OffsetDateTime OffsetTime
        Period Year YearMonth ZoneId ZoneOffset ZonedDateTime""",
    "java.math": "BigDecimal BigInteger MathContext RoundingMode",
    "java.text": """
        BreakIterator ChoiceFormat Collator DateFormat DateFormatSymbols DecimalFormat DecimalFormatSymbols FieldPosition Format
        MessageFormat Normalizer NumberFormat ParseException ParsePosition SimpleDateFormat""",
    "java.security": "AccessController Key KeyPair KeyStore MessageDigest NoSuchAlgorithmException Principal PrivilegedAction Provider PublicKey SecureRandom",
    "java.sql": "Blob CallableStatement Clob Connection Date Driver DriverManager PreparedStatement ResultSet ResultSetMetaData SQLException Statement Time Timestamp Types",
}  # fmt: skip
TYPES: Final = {package: frozenset(names.split()) for package, names in _TYPES.items()}
