// compress.hpp -- text in pieces, compressed.
//
// Owns      Compressor and Decompressor for gzip and zstd. compress.cpp is the only door to zlib and libzstd.
// Promises  the bytes are a function of the pieces alone (and of the library's version): no time, name or
// machine
//           stands in them, and one thread does the work.
#pragma once

#include <functional>
#include <memory>
#include <stdexcept>
#include <string_view>

namespace txpath {

using ByteSink = std::function<void(std::string_view)>;

class Compressor {
public:
    Compressor() = default;
    virtual ~Compressor() = default;
    Compressor(const Compressor&) = delete;
    Compressor& operator=(const Compressor&) = delete;

    virtual void add(std::string_view piece) = 0;
    /// Hand over what is left; nothing may be added after it.
    virtual void finish() = 0;
};

/// What gunzip reads.
[[nodiscard]] std::unique_ptr<Compressor> gzip_compressor(ByteSink sink);
/// What zstd -d reads; with a checksum.
[[nodiscard]] std::unique_ptr<Compressor> zstd_compressor(ByteSink sink);

/// What was to be decompressed is not what a compressor wrote, or ends too early.
class DamagedData : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class Decompressor {
public:
    Decompressor() = default;
    virtual ~Decompressor() = default;
    Decompressor(const Decompressor&) = delete;
    Decompressor& operator=(const Decompressor&) = delete;

    virtual void add(std::string_view piece) = 0;  ///< throws DamagedData
    virtual void finish() = 0;                     ///< throws DamagedData if something is missing
};

[[nodiscard]] std::unique_ptr<Decompressor> gzip_decompressor(ByteSink sink);
[[nodiscard]] std::unique_ptr<Decompressor> zstd_decompressor(ByteSink sink);

}  // namespace txpath
