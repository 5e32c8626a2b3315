#include "cli/cedar/input.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <memory>

#include "base/bounds.h"
#include "base/format.h"
#include "base/utf8.h"
#include "cedar/syntax/parse.h"
#include "cli/cedar/display.h"
#include "value/name.h"

namespace rune::cli {

namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

std::expected<std::string, std::string> ReadStream(std::FILE* file) {
  const std::uint64_t most = Bounds().file_bytes;
  std::string text;
  std::array<char, 65536> block{};
  while (true) {
    errno = 0;
    const std::size_t n = std::fread(block.data(), 1, block.size(), file);
    text.append(block.data(), n);
    if (text.size() > most) return std::unexpected(Format("more than {} bytes", most));
    if (n == block.size()) continue;
    if (std::ferror(file) != 0) return std::unexpected(std::string(std::strerror(errno)));
    return text;
  }
}

std::expected<std::string, std::string> ReadPath(const std::string& path) {
  errno = 0;
  const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rb"));
  if (!file) return std::unexpected(std::string(std::strerror(errno)));
  return ReadStream(file.get());
}

}  // namespace

Reported<std::string> ReadText(const std::optional<std::string>& path, std::string_view what) {
  auto text = path ? ReadPath(*path) : ReadStream(stdin);
  if (text && FindInvalidUtf8(*text) != std::string_view::npos) {
    text = std::unexpected(std::string("it is not UTF-8"));
  }
  if (text) return *std::move(text);
  return std::unexpected(
      Wrap(Report{.message = text.error()}, path ? Format("failed to open {} file {}", what, *path)
                                                 : Format("failed to read {} from stdin", what)));
}

Document::Document(std::string name, std::string text)
    : sources_(std::make_shared<text::SourceMap>()), shared_(sources_), diagnostics_(*sources_) {
  sources_->Add(std::move(name), std::move(text));
}

Reported<Document> Document::Read(const std::optional<std::string>& path, std::string_view what) {
  RUNE_ASSIGN_OR_RETURN(std::string text, ReadText(path, what));
  return Document(path.value_or("<stdin>"), std::move(text));
}

Report Document::Findings() const { return ToReport(diagnostics_.Sorted(), shared_); }

std::optional<value::Json> Document::Json() {
  return value::ParseJson(slice(), Bounds(), diagnostics_);
}

std::optional<value::Json> Document::Json(text::Slice part, const value::JsonShape& shape) {
  return value::ParseJson(part, shape, Bounds(), diagnostics_);
}

Reported<EntityUid> ReadUid(const std::string& text) {
  auto uid = value::ParseEntityUid(text);
  if (uid && CedarText(*uid) == text) return *std::move(uid);
  Document document("<entity>", text);
  const auto parsed = cedar::ParseExpression(document.slice(), {}, document.diagnostics());
  if (parsed) {
    const cedar::Expr& root = parsed->pool[parsed->root];
    if (root.kind == cedar::ExprKind::kLiteral && root.literal().is(ValueKind::kEntity)) {
      return std::unexpected(
          Report{.message = "an entity is written in one way only here",
                 .help = Format("write `{}`", CedarText(root.literal().as_entity()))});
    }
  }
  // What is wrong with it as an expression would mislead; where it is does not.
  Report report{.message = Format("`{}` is no entity", text),
                .help = "write `Type::\"id\"`, for a shell between single quotes"};
  if (document.failed()) {
    Report found = document.Findings();
    report.sources = std::move(found.sources);
    report.labels = std::move(found.labels);
  }
  return std::unexpected(std::move(report));
}

}  // namespace rune::cli
