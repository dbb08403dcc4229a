// swift-tools-version: 6.2
import PackageDescription

let safe: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    // Swift 6.2 must be told of `inout` spans what 6.3 infers: `@_lifetime(out: copy out)`.
    .enableExperimentalFeature("Lifetimes"),
    .strictMemorySafety(),
    .treatWarning("StrictMemorySafety", as: .error),
]
/// Kernels and Platform are the modules that may use unsafe code, so strict memory safety is off there only.
let unsafe = Array(safe.prefix(4))

let package = Package(
    name: "Kindred",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Kindred", targets: ["Kindred"]),
        .executable(name: "kindred", targets: ["KindredCommand"]),
    ],
    traits: [
        .trait(name: "BLAS", description: "Multiply float matrices with the system's CBLAS."),
        .trait(name: "Postgres", description: "Keep archives in PostgreSQL, by the system's libpq."),
        .default(enabledTraits: []),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    ],
    targets: [
        // Layer 0: arithmetic over whole buffers; files, threads and the terminal. The only home of unsafe code and of C.
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(
            name: "CCmark",
            pkgConfig: "libcmark-gfm",
            providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]), .brew(["cmark-gfm"])]
        ),
        .systemLibrary(
            name: "CXML2",
            pkgConfig: "libxml-2.0",
            providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]
        ),
        .systemLibrary(name: "CBLAS", pkgConfig: "blas", providers: [.apt(["libblas-dev"])]),
        .systemLibrary(name: "CPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
        .target(name: "CKernels"),
        .target(
            name: "Kernels",
            dependencies: ["CKernels", .target(name: "CBLAS", condition: .when(traits: ["BLAS"]))],
            swiftSettings: unsafe
        ),
        .target(name: "CPlatform"),
        .target(
            name: "Platform",
            dependencies: [
                "CPlatform", "CZlib", .target(name: "CPQ", condition: .when(traits: ["Postgres"])),
            ],
            swiftSettings: unsafe
        ),

        // Scripts and languages of texts.
        .target(name: "Language", dependencies: ["Kernels"], swiftSettings: safe),

        // Text without its markup; what C allocates is touched in one file.
        .target(name: "CMarkup", dependencies: ["CCmark", "CXML2"]),
        .target(name: "Markup", dependencies: ["CMarkup"], swiftSettings: safe),

        // Layer 1: articles and their files; text to terms to ranked documents; text to vectors.
        .target(
            name: "Corpus",
            dependencies: ["Kernels", "Language", "Markup", "Platform", "TOMLKit", "Yams"],
            swiftSettings: safe
        ),
        .target(name: "Retrieval", dependencies: ["Kernels", "Platform"], swiftSettings: safe),
        .target(name: "Semantic", dependencies: ["Kernels", "Language", "Platform"], swiftSettings: safe),

        // Layer 2: the article store; judgements and measures; models from articles.
        .target(
            name: "Storage",
            dependencies: ["Kernels", "Platform", "Corpus", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: safe
        ),
        .target(name: "Evaluation", dependencies: ["Kernels", "Platform", "Corpus"], swiftSettings: safe),
        .target(name: "Training", dependencies: ["Kernels", "Platform", "Semantic"], swiftSettings: safe),

        // Layer 3: articles in, rankings out.
        .target(
            name: "Recommendation",
            dependencies: ["Kernels", "Language", "Markup", "Platform", "Corpus", "Retrieval", "Semantic"],
            resources: [.embedInCode("Relatedness/relatedness.json")],
            swiftSettings: safe
        ),

        // Layer 4: what a program does with Kindred, and the one name under which it imports it; experiments.
        .target(
            name: "Archive",
            dependencies: ["Kernels", "Platform", "Corpus", "Semantic", "Storage", "Recommendation"],
            swiftSettings: safe
        ),
        .target(
            name: "Kindred",
            dependencies: ["Archive", "Corpus", "Markup", "Semantic", "Recommendation"],
            swiftSettings: safe
        ),

        .target(
            name: "Experiments",
            dependencies: ["Kernels", "Platform", "Corpus", "Evaluation", "Recommendation", "Semantic"],
            swiftSettings: safe
        ),

        // Options that the command line and the service have in common.
        .target(
            name: "CommandArguments",
            dependencies: [
                "Corpus", "Recommendation",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: safe
        ),

        // Layer 5: the command line.
        .executableTarget(
            name: "KindredCommand",
            dependencies: [
                "Archive", "CommandArguments", "Experiments", "Kernels", "Platform", "Corpus", "Semantic",
                "Storage",
                "Evaluation",
                "Training",
                "Recommendation",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: safe
        ),

        .executableTarget(
            name: "SpeedBenchmark",
            dependencies: [
                "Kernels", "Kindred", "Platform", "Corpus", "Retrieval", "Semantic", "Recommendation",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Speed",
            swiftSettings: safe
        ),
        .executableTarget(
            name: "EncodingBenchmark",
            dependencies: ["Semantic"],
            path: "Benchmarks/Encoding",
            exclude: ["compare.py", "requirements.txt"],
            swiftSettings: safe
        ),
        .executableTarget(
            name: "QualityBenchmark",
            path: "Benchmarks/Quality",
            exclude: ["baseline.json"],
            swiftSettings: safe
        ),

        .target(name: "TestSupport", dependencies: ["Corpus"], path: "Tests/TestSupport"),
        .testTarget(name: "KernelsTests", dependencies: ["Kernels", "Platform"]),
        .testTarget(
            name: "LanguageTests",
            dependencies: ["Language", "Platform", "TestSupport"],
            exclude: ["Reference"]
        ),
        .testTarget(name: "MarkupTests", dependencies: ["Markup"]),
        .testTarget(name: "PlatformTests", dependencies: ["Platform", "TestSupport"]),
        .testTarget(
            name: "CorpusTests",
            dependencies: ["Corpus", "Kernels", "Platform", "TestSupport", "TOMLKit", "Yams"],
            exclude: ["Reference"]
        ),
        .testTarget(name: "RetrievalTests", dependencies: ["Retrieval", "Kernels", "Platform"]),
        .testTarget(
            name: "SemanticTests",
            dependencies: ["Semantic", "Kernels", "Language", "Platform", "TestSupport"],
            exclude: ["Reference"]
        ),
        .testTarget(
            name: "TrainingTests",
            dependencies: ["Training", "Semantic", "Kernels", "Platform", "TestSupport"],
            exclude: ["Reference"]
        ),
        .testTarget(
            name: "StorageTests",
            dependencies: [
                "Storage", "Corpus", "Kernels", "Platform", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .testTarget(
            name: "RecommendationTests",
            dependencies: [
                "Corpus", "Recommendation", "Retrieval", "Evaluation", "Kernels", "Platform", "Semantic",
                "TestSupport",
                "Yams",
            ]
        ),
        .executableTarget(name: "ArchiveWriter", dependencies: ["Kindred"], path: "Tests/ArchiveWriter"),
        .testTarget(
            name: "ArchiveTests",
            dependencies: [
                "Archive", "ArchiveWriter", "Kernels", "Kindred", "Corpus", "Recommendation", "Semantic",
                "Storage", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .testTarget(
            name: "EvaluationTests",
            dependencies: ["Evaluation", "Corpus", "Kernels", "Platform", "TestSupport"],
            exclude: ["Reference"]
        ),
        .testTarget(
            name: "ExperimentsTests",
            dependencies: ["Experiments", "Corpus", "Evaluation", "Recommendation", "TestSupport"]
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "KindredCommand", "Archive", "CommandArguments", "Corpus", "TestSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
    ]
)

// SwiftNIO takes longer to build than all the rest, so the service is there only where it is asked for:
// `KINDRED_SERVER=1 swift build --product kindred-server`.
if Context.environment["KINDRED_SERVER"] != nil {
    package.products.append(.executable(name: "kindred-server", targets: ["KindredServer"]))
    package.dependencies += [
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ]
    package.targets += [
        // Layer 5: the service.
        .executableTarget(
            name: "KindredServer",
            dependencies: [
                "Archive", "CommandArguments", "Corpus", "Evaluation", "Experiments", "Kernels", "Platform",
                "Recommendation", "Semantic", "Storage",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [.embedInCode("openapi.json"), .embedInCode("Page")],
            swiftSettings: safe
        ),
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "KindredServer", "Archive", "CommandArguments", "Corpus", "Evaluation", "Experiments",
                "Kernels", "Platform",
                "Recommendation", "Semantic", "Storage", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            exclude: ["Recipes"]
        ),
    ]
}

// Targets that are built with what they need and nothing else, so that it takes less; empty for all.
var only: [String] = []

// `KINDRED_ONLY=CorpusTests` is for `make test-blas`, `make coverage` and scripts/mutate.
if let target = Context.environment["KINDRED_ONLY"] { only.append(target) }

// Programs for libFuzzer, which is in them only with `--sanitize fuzzer`: `make fuzz`.
if Context.environment["KINDRED_FUZZ"] != nil {
    let harnesses: [(name: String, dependencies: [Target.Dependency])] = [
        ("Bodies", ["Corpus", "Evaluation"]),
        ("Feeds", ["Corpus"]),
        ("FrontMatter", ["Corpus"]),
        ("JSONLines", ["Corpus"]),
        ("Judgements", ["Corpus", "Evaluation"]),
        ("ListEditing", ["Archive", "Corpus"]),
        ("Models", ["Semantic"]),
        ("Settings", ["Corpus"]),
        ("Snapshots", ["Corpus", "Kernels", "Recommendation", "Semantic"]),
        ("Tokenizers", ["Semantic"]),
        ("Weights", ["Recommendation"]),
    ]
    package.targets.append(.target(name: "FuzzSupport", path: "Tests/Fuzz/Support"))
    package.targets += harnesses.map { harness in
        .executableTarget(
            name: "Fuzz\(harness.name)",
            dependencies: ["FuzzSupport"] + harness.dependencies,
            path: "Tests/Fuzz",
            sources: ["\(harness.name).swift"],
            // libFuzzer has the main program.
            swiftSettings: [.unsafeFlags(["-parse-as-library"])]
        )
    }
    only += harnesses.map { "Fuzz\($0.name)" }
}

if !only.isEmpty {
    var needed: Set<String> = []
    while let name = only.popLast() {
        guard let target = package.targets.first(where: { $0.name == name }), needed.insert(name).inserted
        else {
            continue
        }
        for dependency in target.dependencies {
            switch dependency {
            case .targetItem(let name, _), .byNameItem(let name, _): only.append(name)
            default: break
            }
        }
    }
    package.targets.removeAll { !needed.contains($0.name) }
    package.products = []
}
