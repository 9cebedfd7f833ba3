// compress.cpp -- the streaming interfaces of zlib and libzstd.
#include "base/compress.hpp"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <limits>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

namespace txpath {

namespace {

constexpr std::size_t buffer_size = std::size_t{1} << 16;
constexpr int gzip_level = 6, zstd_level = 3;  // the usual ones of gzip and zstd

class Gzip final : public Compressor {
public:
    explicit Gzip(ByteSink sink) : sink_(std::move(sink)), buffer_(buffer_size, '\0')
    {
        constexpr int window_bits = 15, with_gzip_header = 16, memory_level = 8;
        if (deflateInit2(&stream_, gzip_level, Z_DEFLATED, window_bits + with_gzip_header, memory_level,
                         Z_DEFAULT_STRATEGY) != Z_OK)
            throw std::bad_alloc();
        header_.os = 255;  // unknown: the same on every machine; no time and no name are its other defaults
        deflateSetHeader(&stream_, &header_);
    }
    ~Gzip() override { deflateEnd(&stream_); }
    Gzip(const Gzip&) = delete;
    Gzip& operator=(const Gzip&) = delete;

    void add(std::string_view piece) override
    {
        while (!piece.empty()) {
            const std::size_t part = std::min<std::size_t>(piece.size(), std::numeric_limits<uInt>::max());
            deflate_all(piece.substr(0, part), Z_NO_FLUSH);
            piece.remove_prefix(part);
        }
    }
    void finish() override { deflate_all({}, Z_FINISH); }

private:
    void deflate_all(std::string_view piece, int flush)
    {
        // zlib does not write to its input, but its interface does not say so.
        std::string input(piece);
        stream_.next_in = reinterpret_cast<Bytef*>(input.data());
        stream_.avail_in = static_cast<uInt>(input.size());
        do {
            stream_.next_out = reinterpret_cast<Bytef*>(buffer_.data());
            stream_.avail_out = static_cast<uInt>(buffer_.size());
            deflate(&stream_, flush);
            const std::size_t made = buffer_.size() - stream_.avail_out;
            if (made > 0) sink_(std::string_view(buffer_).substr(0, made));
        } while (stream_.avail_out == 0);
    }

    ByteSink sink_;
    std::string buffer_;
    z_stream stream_{};
    gz_header header_{};
};

class Zstd final : public Compressor {
public:
    explicit Zstd(ByteSink sink)
        : sink_(std::move(sink)), buffer_(ZSTD_CStreamOutSize(), '\0'), context_(ZSTD_createCCtx())
    {
        if (!context_) throw std::bad_alloc();
        must(ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, zstd_level));
        must(ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1));
    }

    void add(std::string_view piece) override { compress(piece, ZSTD_e_continue); }
    void finish() override { compress({}, ZSTD_e_end); }

private:
    struct Free {
        void operator()(ZSTD_CCtx* context) const noexcept { ZSTD_freeCCtx(context); }
    };

    static std::size_t must(std::size_t code)
    {
        if (ZSTD_isError(code) != 0) throw std::runtime_error(ZSTD_getErrorName(code));
        return code;
    }

    void compress(std::string_view piece, ZSTD_EndDirective how)
    {
        ZSTD_inBuffer input{piece.data(), piece.size(), 0};
        for (bool is_done = false; !is_done;) {
            ZSTD_outBuffer output{buffer_.data(), buffer_.size(), 0};
            const std::size_t left = must(ZSTD_compressStream2(context_.get(), &output, &input, how));
            if (output.pos > 0) sink_(std::string_view(buffer_).substr(0, output.pos));
            is_done = how == ZSTD_e_end ? left == 0 : input.pos == input.size;
        }
    }

    ByteSink sink_;
    std::string buffer_;
    std::unique_ptr<ZSTD_CCtx, Free> context_;
};

}  // namespace

std::unique_ptr<Compressor> gzip_compressor(ByteSink sink)
{
    return std::make_unique<Gzip>(std::move(sink));
}

std::unique_ptr<Compressor> zstd_compressor(ByteSink sink)
{
    return std::make_unique<Zstd>(std::move(sink));
}

}  // namespace txpath
