"""Names that every JavaScript file sees without an import: of the language, of browsers, of Node.js, of test runners."""

from __future__ import annotations

from typing import Final

LANGUAGE: Final = frozenset(
    (
        "AggregateError Array ArrayBuffer AsyncFunction AsyncGenerator AsyncIterable AsyncIterator Atomics BigInt BigInt64Array"
        " BigUint64Array Boolean DataView Date Error EvalError FinalizationRegistry Float32Array Float64Array Function Generator"
        " Infinity Int16Array Int32Array Int8Array Intl Iterable IterableIterator Iterator JSON Map Math NaN Number Object Promise"
        " PromiseLike Proxy RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String Symbol SyntaxError TypeError"
        " URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet WebAssembly decodeURI"
        " decodeURIComponent encodeURI encodeURIComponent escape eval globalThis isFinite isNaN parseFloat parseInt unescape"
        " Awaited Capitalize ConstructorParameters Exclude Extract InstanceType Lowercase NonNullable NoInfer Omit OmitThisParameter"
        " Parameters Partial Pick PropertyDescriptor PropertyKey ReadonlyArray ReadonlyMap ReadonlySet Readonly Record Required"
        " ReturnType ThisParameterType ThisType Uncapitalize Uppercase ArrayLike TemplateStringsArray Thenable"
    ).split()
)
"""Of ECMAScript, and the types that TypeScript adds."""
HOST: Final = frozenset(
    (
        "AbortController AbortSignal Blob BroadcastChannel Buffer CSS CanvasRenderingContext2D CustomEvent DOMException DOMParser"
        " DocumentFragment Document Element Event EventSource EventTarget File FileList FileReader FormData HTMLAnchorElement"
        " HTMLButtonElement HTMLCanvasElement HTMLDivElement HTMLElement HTMLFormElement HTMLImageElement HTMLInputElement"
        " HTMLSelectElement HTMLTextAreaElement Headers History Image IntersectionObserver KeyboardEvent Location MessageChannel"
        " MessageEvent MessagePort MouseEvent MutationObserver MutationRecord Navigator Node NodeJS NodeList Notification"
        " OffscreenCanvas Performance PerformanceObserver PointerEvent ReadableStream Request ResizeObserver Response SVGElement"
        " Storage Text TextDecoder TextEncoder TouchEvent TransformStream UIEvent URL URLSearchParams WebSocket WheelEvent Window"
        " Worker WritableStream XMLHttpRequest XMLSerializer addEventListener alert atob btoa cancelAnimationFrame clearImmediate"
        " clearInterval clearTimeout confirm console crypto customElements document fetch getComputedStyle global history"
        " indexedDB localStorage location matchMedia navigator performance process prompt queueMicrotask removeEventListener"
        " requestAnimationFrame requestIdleCallback screen self sessionStorage setImmediate setInterval setTimeout structuredClone"
        " window __dirname __filename module require JSX React"
    ).split()
)
"""Of browsers and Node.js."""
TESTS: Final = frozenset("afterAll afterEach beforeAll beforeEach describe expect it jest test vi suite".split())
"""Of test runners."""

GLOBALS: Final = LANGUAGE | HOST | TESTS
