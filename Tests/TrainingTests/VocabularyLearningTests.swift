import Foundation
import Semantic
import TestSupport
import Testing

@testable import Training

@Suite("Learning a vocabulary")
struct VocabularyLearningTests {
    @Test("Joins the most frequent neighbours first")
    func joinsInOrder() {
        var learning = VocabularyLearning()
        learning.entryCount = 100
        // l+o is in all (11), then lo+w in all (11), then e+r (5), low+er (5): "lower" is never less frequent.
        let entries = learning.entries(from: ["low": 6, "lower": 5])
        #expect(
            entries == VocabularyLearning.specialEntries + [
                "e", "l", "o", "r", "w", "##e", "##o", "##r", "##w", "lo", "low", "##er", "lower",
            ]
        )
    }

    @Test("Stops at the number of entries, at pairs seen once, and leaves rare characters out")
    func limitsHold() {
        var learning = VocabularyLearning()
        learning.entryCount = 15
        #expect(learning.entries(from: ["low": 6, "lower": 5]).count == 15)
        learning.entryCount = 100
        #expect(!learning.entries(from: ["ab": 1]).contains("ab"))
        learning.characterLimit = 1
        #expect(learning.entries(from: ["aaab": 5]).suffix(4) == ["a", "##a", "aa", "aaa"])
        #expect(learning.entries(from: [String(repeating: "x", count: 101): 9]).count == 5)
        #expect(learning.entries(from: [:]) == VocabularyLearning.specialEntries)
    }

    /// Made by Reference/wordpiece.py.
    @Test("Learns the same entries as Hugging Face's WordPieceTrainer")
    func agreesWithReference() throws {
        let folder = SharedData.packageFolder + "/Tests/TrainingTests/Reference/"
        func lines(_ name: String) throws -> [Substring] {
            try String(contentsOfFile: folder + name, encoding: .utf8).split(separator: "\n")
        }
        var counts: [String: Int] = [:]
        for line in try lines("wordpiece-words.tsv") {
            let columns = line.split(separator: "\t")
            counts[String(columns[0])] = Int(columns[1])
        }
        var learning = VocabularyLearning()
        learning.entryCount = 150
        let entries = learning.entries(from: counts)
        #expect(Set(entries) == Set(try lines("wordpiece-entries.txt").map(String.init)))
        #expect(Set(entries).count == entries.count)
        #expect(entries == learning.entries(from: counts))
    }

    @Test("Words are folded and cut as WordPiece looks them up")
    func wordsAreFolded() {
        let words = WordSplitting().words(of: "Économie: l'ÎLE d\u{65}\u{301}\tÜber-All  東京\n")
        #expect(words == ["economie", ":", "l", "'", "ile", "de", "uber", "-", "all", "東", "京"])
    }

    @Test("The vocabulary learned cuts its words without unknown tokens")
    func vocabularyIsUsable() throws {
        var learning = VocabularyLearning()
        learning.entryCount = 40
        let texts = ["Zwei Hunde bellen", "zwei Katzen schlafen", "Hunde schlafen"]
        var counts: [String: Int] = [:]
        for text in texts {
            for word in WordSplitting().words(of: text) { counts[word, default: 0] += 1 }
        }
        let entries = learning.entries(from: counts)
        let pieces = try WordPiece(vocabulary: entries)
        for text in texts {
            let joined = pieces.pieces(of: text, limit: 100).map { entry in
                let entry = pieces.vocabularyEntry(entry)
                return entry.hasPrefix("##") ? String(entry.dropFirst(2)) : " " + entry
            }
            #expect(joined.joined() == " " + text.lowercased())
        }
    }
}
