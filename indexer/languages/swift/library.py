"""Names that no file declares: of Swift's standard library, and common ones of the modules of Apple's platforms."""

from __future__ import annotations

from typing import Final

STANDARD: Final = frozenset(
    """Any AnyHashable AnyObject Array ArraySlice AsyncSequence AsyncStream AsyncThrowingStream Bool BinaryInteger CChar CInt CLong CUnsignedInt Character CaseIterable
    CheckedContinuation ClosedRange Codable CodingKey Collection Comparable ContiguousArray CustomDebugStringConvertible
    CustomStringConvertible Decodable Decoder Dictionary Double Encodable Encoder Equatable Error ExpressibleByArrayLiteral
    ExpressibleByDictionaryLiteral ExpressibleByIntegerLiteral ExpressibleByStringLiteral FixedWidthInteger Float FloatingPoint Hashable
    Hasher Identifiable Int Int16 Int32 Int64 Int8 IteratorProtocol KeyPath KeyedDecodingContainer KeyedEncodingContainer LazySequence
    LosslessStringConvertible MainActor ManagedBuffer Mirror MutableCollection Never ObjectIdentifier OpaquePointer OptionSet Optional
    PartialRangeFrom RandomAccessCollection Range RangeReplaceableCollection RawRepresentable ReferenceWritableKeyPath Result Sendable
    Sequence Set SetAlgebra SignedInteger StaticString StringProtocol String Strideable Substring Task TaskGroup UInt UInt16 UInt32 UInt64
    UInt8 UnicodeScalar Unmanaged UnsafeBufferPointer UnsafeMutableBufferPointer UnsafeMutablePointer UnsafeMutableRawPointer
    UnsafePointer UnsafeRawBufferPointer UnsafeRawPointer Void WritableKeyPath abs assert assertionFailure debugPrint dump fatalError max
    min numericCast precondition preconditionFailure print repeatElement sequence stride swap type unsafeBitCast unsafeDowncast
    withCheckedContinuation withCheckedThrowingContinuation withExtendedLifetime withTaskGroup withThrowingTaskGroup withUnsafeBytes
    withUnsafePointer withUnsafeMutablePointer zip""".split()
)

_MODULES: Final = {
    "Foundation": """AttributedString Bundle Calendar CharacterSet Data Date DateComponents DateFormatter DispatchQueue FileHandle
        FileManager HTTPCookie HTTPURLResponse IndexPath IndexSet InputStream JSONDecoder JSONEncoder JSONSerialization Locale NSArray NSData
        NSDate NSDictionary NSError NSLock NSMutableArray NSMutableDictionary NSMutableURLRequest NSNumber NSObject NSObjectProtocol
        NSPredicate NSRange NSRecursiveLock NSRegularExpression NSString NSValue Notification NotificationCenter NumberFormatter Operation
        OperationQueue OutputStream Pipe Process ProcessInfo Progress PropertyListDecoder PropertyListEncoder PropertyListSerialization
        RunLoop Scanner Stream Thread TimeInterval TimeZone Timer URL URLCache URLComponents URLCredential URLError URLProtectionSpace
        URLProtocol URLQueryItem URLRequest URLResponse URLSession URLSessionConfiguration URLSessionDataTask URLSessionDelegate
        URLSessionDownloadTask URLSessionTask UUID UserDefaults CGFloat CGPoint CGRect CGSize""",
    "Dispatch": "DispatchGroup DispatchQueue DispatchSemaphore DispatchSource DispatchTime DispatchWorkItem",
    "UIKit": """UIApplication UIButton UICollectionView UIColor UIControl UIDevice UIEdgeInsets UIFont UIGestureRecognizer UIImage
        UIImageView UILabel UINavigationController UIScreen UIScrollView UIStackView UITableView UITableViewCell UITextField UITextView
        UIView UIViewController UIWindow CGFloat CGPoint CGRect CGSize""",
    "SwiftUI": "App Binding Button Color EnvironmentObject HStack List NavigationView ObservedObject State StateObject Text VStack View ZStack",
    "Combine": "AnyCancellable AnyPublisher Cancellable Just ObservableObject PassthroughSubject Published Publisher Publishers Subject Subscriber",
    "Testing": "#expect #require Suite Test",
    "XCTest": """XCTAssert XCTAssertEqual XCTAssertFalse XCTAssertGreaterThan XCTAssertLessThan XCTAssertNil XCTAssertNoThrow
        XCTAssertNotEqual XCTAssertNotNil XCTAssertThrowsError XCTAssertTrue XCTFail XCTSkip XCTUnwrap XCTestCase XCTestExpectation""",
}  # fmt: skip

MODULES_OF: Final[dict[str, tuple[str, ...]]] = {}
"""The modules that have a name."""
for _module, _names in _MODULES.items():
    for _name in _names.split():
        MODULES_OF[_name] = (*MODULES_OF.get(_name, ()), _module)
