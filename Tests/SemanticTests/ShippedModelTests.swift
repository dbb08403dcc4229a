import Foundation
import TestSupport
import Testing

@testable import Semantic

/// models/kindred-small, which every checkout has.
@Suite struct ShippedModelTests {
    private static func load(_ precision: Precision = .int8) throws -> any EmbeddingModel {
        try ModelCatalogue(folders: [SharedData.packageFolder + "/models"])
            .model(named: ModelCatalogue.shipped, precision: precision)
    }

    private static func rows(_ model: any EmbeddingModel, _ texts: [String]) -> [ArraySlice<Float>] {
        let vectors = model.embed(texts)
        return texts.indices.map { vectors[($0 * model.dimension)..<(($0 + 1) * model.dimension)] }
    }

    @Test func isSmall() throws {
        let folder = SharedData.packageFolder + "/models/" + ModelCatalogue.shipped
        var bytes = 0
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder)
        where !path.hasPrefix("training") {
            let url = URL(filePath: folder + "/" + path)
            let values = try url.resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey])
            if values.isRegularFile ?? false { bytes += values.fileSize ?? 0 }
        }
        #expect((1...8_000_000).contains(bytes))
    }

    @Test func loadsInBothPrecisions() throws {
        let texts = subjects.joined().map { $0 }
        let exact = try Self.load(.float32)
        let rounded = try Self.load(.int8)
        #expect(exact.dimension == 192)
        #expect(rounded.dimension == 192)
        for (a, b) in zip(Self.rows(exact, texts), Self.rows(rounded, texts)) {
            #expect(exactCosine(a, b) > 0.99)
        }
    }

    /// Two texts on each subject, with hardly a word in common.
    private let subjects = [
        [
            "The central bank raised interest rates to slow inflation.",
            "Borrowing becomes dearer as monetary policy tightens against rising prices.",
        ],
        [
            "The striker scored twice and her team won the cup final.",
            "Football champions crowned after a late goal in the deciding match.",
        ],
        [
            "Astronomers photographed a planet that orbits a distant star.",
            "A telescope in space found a new world outside the solar system.",
        ],
        [
            "Heavy rain flooded the valley and hundreds left their homes.",
            "Rivers burst their banks in the storm; residents were evacuated.",
        ],
        [
            "Doctors tested a vaccine against malaria in children.",
            "A clinical trial of an immunisation against the mosquito-borne disease succeeded.",
        ],
    ]

    @Test func subjectsLieTogether() throws {
        let model = try Self.load()
        let firsts = Self.rows(model, subjects.map { $0[0] })
        let seconds = Self.rows(model, subjects.map { $0[1] })
        for (subject, first) in firsts.enumerated() {
            let cosines = seconds.map { exactCosine(first, $0) }
            let others = cosines.enumerated().filter { $0.offset != subject }.map(\.element)
            #expect(cosines[subject] > others.max()!, "\(subjects[subject][0]): \(cosines)")
        }
    }

    @Test func everyTextHasAVectorOfLengthOneOrZero() throws {
        let model = try Self.load()
        let long = String(repeating: "The harbour town rebuilt its old lighthouse. ", count: 15_000)
        #expect(long.split(separator: " ").count > 100_000)
        let texts = [
            long, "qzxv \u{10FFFF} \u{E000}", "😀😀", "Der Hafen der alten Stadt wird neu gebaut.",
            "港町は古い灯台を建て直した。",
            "", " \n", "\0", "...", String(repeating: "x", count: 1_000_000),
        ]
        for (text, vector) in zip(texts, Self.rows(model, texts)) {
            #expect(vector.allSatisfy { $0.isFinite }, "\(text.prefix(40))")
            let length: Double = model.knowsScript(of: text) ? 1 : 0
            #expect(abs(exactLength(vector) - length) < 1e-4, "\(text.prefix(40))")
        }
        // Only its beginning is read, so that a book costs what a page does.
        let start = String(long.prefix(5_000))
        #expect(model.embed([start]) == model.embed([long]))
    }
}
