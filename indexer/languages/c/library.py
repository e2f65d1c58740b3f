"""Names of the standard library of C: headers, and functions that every program may call."""

from __future__ import annotations

from typing import Final

from indexer.languages.rules import ARGUMENT_ITSELF, ARGUMENTS, LAST, SAME

HEADERS: Final = frozenset(
    f"{name}.h"
    for name in (
        "assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg stdatomic"
        " stdbit stdbool stdckdint stddef stdint stdio stdlib stdnoreturn string tgmath threads time uchar wchar wctype"
        " unistd fcntl dirent dlfcn fnmatch getopt glob grp netdb poll pthread pwd regex sched semaphore spawn strings"
        " syslog termios utime sys/types sys/stat sys/time sys/socket sys/wait sys/mman sys/ioctl sys/select sys/un"
        " sys/uio sys/resource sys/param netinet/in netinet/tcp arpa/inet net/if windows winsock2 malloc alloca"
    ).split()
) | frozenset(
    "algorithm any array atomic barrier bit bitset cassert cctype cerrno cfenv cfloat charconv chrono cinttypes climits"
    " clocale cmath codecvt compare complex concepts condition_variable coroutine csetjmp csignal cstdarg cstddef cstdint"
    " cstdio cstdlib cstring ctime cuchar cwchar cwctype deque exception execution expected filesystem format"
    " forward_list fstream functional future generator initializer_list iomanip ios iosfwd iostream istream iterator"
    " latch limits list locale map mdspan memory memory_resource mutex new numbers numeric optional ostream print queue"
    " random ranges ratio regex scoped_allocator semaphore set shared_mutex source_location span spanstream sstream"
    " stack stacktrace stdexcept stop_token streambuf string string_view syncstream system_error thread tuple"
    " type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant vector version".split()
)
"""As they stand between angle brackets."""

FUNCTIONS: Final = frozenset(
    "abort abs accept access assert atexit atof atoi atol atoll bind bsearch calloc ceil chdir chmod clearerr clock"
    " close connect cos difftime dup dup2 execve execvp exit exp fabs fclose fcntl fdopen feof ferror fflush fgetc fgets"
    " fileno floor fmod fopen fork fprintf fputc fputs fread free freopen frexp fscanf fseek fseeko fstat fsync ftell"
    " ftello ftruncate fwrite getc getchar getcwd getenv getpid gettimeofday gmtime gmtime_r ioctl isalnum isalpha"
    " isascii isatty iscntrl isdigit isgraph islower isprint ispunct isspace isupper isxdigit kill labs ldexp listen"
    " localtime localtime_r log log10 log2 longjmp lseek lstat malloc mbstowcs memchr memcmp memcpy memmove memset mkdir"
    " mkstemp mktime mmap munmap nanosleep open opendir perror pipe poll pow printf pthread_create pthread_join"
    " pthread_mutex_lock pthread_mutex_unlock putc putchar puts qsort raise rand read readdir realloc recv remove rename"
    " rewind rmdir round scanf select send setenv setjmp setsockopt setvbuf sigaction signal sin sleep snprintf socket"
    " sprintf sqrt srand sscanf stat strcasecmp strcat strchr strcmp strcoll strcpy strcspn strdup strerror strftime"
    " strlen strncasecmp strncat strncmp strncpy strndup strnlen strpbrk strrchr strspn strstr strtod strtof strtok"
    " strtok_r strtol strtold strtoll strtoul strtoull system tan time tmpfile tolower toupper ungetc unlink unsetenv"
    " usleep vfprintf vprintf vsnprintf vsprintf waitpid wcslen write".split()
)
"""Functions of C and POSIX that are external where no file of the project declares them."""

TYPES: Final = frozenset(
    "size_t ssize_t ptrdiff_t wchar_t max_align_t int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t"
    " intptr_t uintptr_t intmax_t uintmax_t off_t off64_t time_t clock_t pid_t uid_t gid_t mode_t dev_t ino_t socklen_t"
    " pthread_t pthread_mutex_t pthread_cond_t pthread_key_t sigset_t va_list FILE char8_t char16_t char32_t nullptr_t"
    " int_fast8_t int_fast16_t int_fast32_t int_fast64_t uint_fast8_t uint_fast16_t uint_fast32_t uint_fast64_t"
    " int_least8_t int_least16_t int_least32_t int_least64_t uint_least8_t uint_least16_t uint_least32_t uint_least64_t"
    " suseconds_t useconds_t div_t ldiv_t jmp_buf fpos_t fd_set in_addr_t in_port_t sa_family_t nfds_t rlim_t".split()
)
"""Types of C and POSIX that are external where no file of the project declares them."""

NAMESPACES: Final = frozenset({"std", "testing", "benchmark", "boost"})
"""Namespaces that code adds to, and whose other names are outside of it."""

GIVEN: Final = dict.fromkeys("at back front get top value value_or".split(), LAST) | {"lock": SAME}
"""What methods of containers and holders give."""
MADE: Final = {
    "std.make_unique": "std.unique_ptr",
    "std.make_shared": "std.shared_ptr",
    "std.make_optional": "std.optional",
}
"""The types of what functions make of their template argument."""
PASSED: Final = dict.fromkeys(MADE, ARGUMENTS) | dict.fromkeys(
    "std.move std.forward std.ref std.cref std.as_const std.exchange".split(), ARGUMENT_ITSELF
)
"""What functions give."""

HOLDERS: Final = frozenset(
    "std.unique_ptr std.shared_ptr std.weak_ptr std.optional std.reference_wrapper std.atomic array"
    " boost.shared_ptr boost.scoped_ptr boost.intrusive_ptr boost.optional absl.optional QSharedPointer QPointer"
    " QScopedPointer scoped_refptr".split()
)
"""Generic types whose `->` and `*` give their first argument."""
