#include "text/source.h"

#include <algorithm>
#include <limits>

#include "base/assert.h"
#include "base/utf8.h"

namespace rune::text {
namespace {

// Code points are counted ahead for each block, so that a column in a line of any length costs one
// block.
constexpr std::size_t kBlock = 4096;

std::vector<std::uint32_t> FindLineStarts(std::string_view content) {
  std::vector<std::uint32_t> starts{0};
  for (std::size_t at = content.find('\n'); at != std::string_view::npos;
       at = content.find('\n', at + 1)) {
    starts.push_back(static_cast<std::uint32_t>(at + 1));
  }
  return starts;
}

std::vector<std::uint32_t> CountBlocks(std::string_view content) {
  std::vector<std::uint32_t> counts{0};
  counts.reserve(content.size() / kBlock + 1);
  for (std::size_t at = 0; at + kBlock <= content.size(); at += kBlock) {
    counts.push_back(counts.back() +
                     static_cast<std::uint32_t>(CountCodePoints(content.substr(at, kBlock))));
  }
  return counts;
}

}  // namespace

std::uint32_t SourceMap::Add(std::string name, std::string content) {
  RUNE_CHECK(content.size() < std::numeric_limits<std::uint32_t>::max());
  auto file = std::make_unique<File>();
  file->name = std::move(name);
  file->content = std::move(content);
  files_.push_back(std::move(file));
  return static_cast<std::uint32_t>(files_.size() - 1);
}

// The file with its tables.
const SourceMap::File& SourceMap::Counted(std::uint32_t number) const {
  const File& file = *files_[number];
  std::call_once(file.counted, [&file] {
    file.line_starts = FindLineStarts(file.content);
    file.block_counts = CountBlocks(file.content);
  });
  return file;
}

Slice SourceMap::Whole(std::uint32_t file) const { return Slice{file, 0, content(file)}; }

std::string_view SourceMap::Text(Span span) const {
  const std::string_view all = content(span.file);
  const std::size_t begin = std::min<std::size_t>(span.begin, all.size());
  const std::size_t end = std::clamp<std::size_t>(span.end, begin, all.size());
  return all.substr(begin, end - begin);
}

SourceMap::Position SourceMap::Locate(const File& file, std::uint32_t offset) {
  const auto next = std::ranges::upper_bound(file.line_starts, offset);
  const std::uint32_t start = *(next - 1);
  const auto points_before = [&file](std::uint32_t at) {
    const std::size_t block = at / kBlock;
    const std::string_view rest =
        std::string_view(file.content).substr(block * kBlock, at - block * kBlock);
    return file.block_counts[block] + static_cast<std::uint32_t>(CountCodePoints(rest));
  };
  return Position{static_cast<std::uint32_t>(next - file.line_starts.begin()),
                  points_before(offset) - points_before(start) + 1};
}

Place SourceMap::Resolve(Span span) const {
  const File& file = Counted(span.file);
  const auto size = static_cast<std::uint32_t>(file.content.size());
  const std::uint32_t begin = std::min(span.begin, size);
  const std::uint32_t end = std::clamp(span.end, begin, size);
  const Position first = Locate(file, begin);
  const Position last = Locate(file, end);
  return Place{file.name, first.line, first.column, last.line, last.column, begin, end - begin};
}

std::string_view SourceMap::Line(std::uint32_t file, std::uint32_t line) const {
  const File& f = Counted(file);
  if (line == 0 || line > f.line_starts.size()) return {};
  const std::size_t start = f.line_starts[line - 1];
  const std::size_t end = line < f.line_starts.size() ? f.line_starts[line] - 1 : f.content.size();
  std::string_view text = std::string_view(f.content).substr(start, end - start);
  if (text.ends_with('\r') && line < f.line_starts.size()) text.remove_suffix(1);
  return text;
}

std::optional<std::uint32_t> SourceMap::FindFile(std::string_view name) const {
  for (std::size_t i = 0; i < files_.size(); ++i) {
    if (files_[i]->name == name) return static_cast<std::uint32_t>(i);
  }
  return std::nullopt;
}

}  // namespace rune::text
