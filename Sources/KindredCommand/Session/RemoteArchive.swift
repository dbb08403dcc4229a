import ArgumentParser
import Corpus
import Foundation
import Platform
import Recommendation

/// An archive that a `kindred-server` answers for, asked through curl, which knows TLS, certificates and proxies.
struct RemoteArchive {
    enum Part {
        /// By its id.
        case article(String)
        case text(String)

        fileprivate var json: JSONValue {
            switch self {
            case .article(let id): .object([("id", .text(id))])
            case .text(let text): .object([("text", .text(text))])
            }
        }
    }

    private let address: String

    private static let longestAnswer = 64 << 20
    private static let patience = 60

    /// - Parameter address: where the service is, with a path where a proxy has it below one.
    /// - Throws: ``CommandFailure`` where it is no web address.
    init(_ address: String) throws {
        guard let url = URLComponents(string: address), ["http", "https"].contains(url.scheme),
            url.host.map({ !$0.isEmpty }) ?? false, url.query == nil, url.fragment == nil, url.user == nil
        else {
            throw CommandFailure(
                "\(address.excerptForMessage) is no address of a server; write http://127.0.0.1:8080, say",
                ExitCode(EX_USAGE)
            )
        }
        self.address = address.hasSuffix("/") ? String(address.dropLast()) : address
    }

    /// What belongs beside one subject, or what is like several and unlike others.
    ///
    /// - Throws: ``CommandFailure`` where the server cannot be asked for this, or does not answer.
    func list(
        like: [Part],
        unlike: [Part],
        _ options: RankingOptions,
        explains: Bool
    ) throws -> RelatedList {
        let parameters = try Self.parameters(options) + (explains ? ["explain=true"] : [])
        let several: [(key: String, value: JSONValue?)] = [
            ("like", .list(like.map(\.json))), ("unlike", .list(unlike.map(\.json))),
        ]
        let body = like.count == 1 && unlike.isEmpty ? like[0].json : JSONValue.object(several)
        let answer = try post(body.bytes, to: "/v1/related?" + parameters.joined(separator: "&"))
        do { return try RelatedList(json: answer) } catch {
            throw CommandFailure(
                "\(address) answers with no list; is it a kindred-server?",
                ExitStatus.unavailable
            )
        }
    }

    /// - Throws: ``CommandFailure`` where there is an option that no parameter stands for.
    private static func parameters(_ options: RankingOptions) throws -> [String] {
        let rules = options.rules
        var told = EditorialRules()
        told.window = rules.window
        told.onlyEarlier = rules.onlyEarlier
        told.maxPerProvider = rules.maxPerProvider
        told.anyLanguage = rules.anyLanguage
        told.diversity = rules.diversity
        told.order = rules.order
        guard told == rules, options.candidateCount == RankingOptions().candidateCount else {
            throw CommandFailure(
                "a server is asked by --limit, --at-least, --precision, --min-probability, --window, --only-earlier, "
                    + "--max-per-provider, --any-language, --diversity and --order alone; leave the others out "
                    + "(--config none, where they are in kindred.yml)",
                ExitCode(EX_USAGE)
            )
        }
        var parameters = ["limit=\(options.limit)", "at_least=\(options.fewest)"]
        parameters.append(
            options.minimumProbability.map { "min_probability=\($0)" }
                ?? "precision=\(options.precision.rawValue)"
        )
        if let window = rules.window { parameters.append("window=\(window)") }
        if rules.onlyEarlier { parameters.append("only_earlier=true") }
        if let most = rules.maxPerProvider { parameters.append("max_per_provider=\(most)") }
        if rules.anyLanguage { parameters.append("any_language=true") }
        return parameters + ["diversity=\(rules.diversity)", "order=\(rules.order.rawValue)"]
    }

    /// - Returns: the body of an answer that is none of a failure.
    private func post(_ body: [UInt8], to place: String) throws -> [UInt8] {
        let command = [
            // The user's curlrc may have the answer written elsewhere.
            "curl", "--disable", "--silent", "--show-error", "--proto", "=http,https",
            "--max-time", "\(Self.patience)", "--max-filesize", "\(Self.longestAnswer)",
            "--header", "Content-Type: application/json", "--data-binary", "@-",
            "--write-out", "\n%{http_code}", "--url", address + place,
        ]
        guard let outcome = ProgramOutcome(of: command, input: body) else {
            throw CommandFailure("--server needs curl; install it", ExitStatus.unavailable)
        }
        guard outcome.status == 0, let end = outcome.output.lastIndex(of: 0x0A),
            let status = Int(String(decoding: outcome.output[(end + 1)...], as: UTF8.self))
        else {
            throw CommandFailure(
                "\(address) cannot be asked: \(outcome.firstMessage)",
                ExitStatus.unavailable
            )
        }
        let answer = Array(outcome.output[..<end])
        guard status == 200 else { throw Self.failure(status, answer, address) }
        return answer
    }

    private static func failure(_ status: Int, _ answer: [UInt8], _ address: String) -> CommandFailure {
        struct Problem: Decodable {
            var detail: String
        }
        let problem: Problem? = try? JSONDocument(answer).decoded()
        let code =
            switch status {
            case 404: ExitStatus.noInput
            case 429, 503: ExitStatus.busy
            case 400..<500: ExitCode(EX_USAGE)
            default: ExitStatus.unavailable
            }
        return CommandFailure(
            "\(address): \(problem?.detail.singleLine ?? "it answers with \(status)")",
            code
        )
    }
}
