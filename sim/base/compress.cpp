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

/// Members that follow one another are one text, as for gunzip.
class Gunzip final : public Decompressor {
public:
    explicit Gunzip(ByteSink sink) : sink_(std::move(sink)), buffer_(buffer_size, '\0')
    {
        constexpr int window_bits = 15, with_gzip_header = 16;
        if (inflateInit2(&stream_, window_bits + with_gzip_header) != Z_OK) throw std::bad_alloc();
    }
    ~Gunzip() override { inflateEnd(&stream_); }
    Gunzip(const Gunzip&) = delete;
    Gunzip& operator=(const Gunzip&) = delete;

    void add(std::string_view piece) override
    {
        std::string input(piece.substr(0, std::numeric_limits<uInt>::max()));
        stream_.next_in = reinterpret_cast<Bytef*>(input.data());
        stream_.avail_in = static_cast<uInt>(input.size());
        do {
            if (is_at_end_) begin_another();
            stream_.next_out = reinterpret_cast<Bytef*>(buffer_.data());
            stream_.avail_out = static_cast<uInt>(buffer_.size());
            const int code = inflate(&stream_, Z_NO_FLUSH);
            if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
                throw DamagedData("is not what gzip wrote");
            const std::size_t made = buffer_.size() - stream_.avail_out;
            if (made > 0) sink_(std::string_view(buffer_).substr(0, made));
            is_at_end_ = code == Z_STREAM_END;
        } while (stream_.avail_in > 0 || stream_.avail_out == 0);
    }
    void finish() override
    {
        if (!is_at_end_) throw DamagedData("ends too early");
    }

private:
    void begin_another()
    {
        if (stream_.avail_in == 0) return;
        inflateReset(&stream_);
        is_at_end_ = false;
    }

    ByteSink sink_;
    std::string buffer_;
    z_stream stream_{};
    bool is_at_end_ = false;
};

class Unzstd final : public Decompressor {
public:
    explicit Unzstd(ByteSink sink)
        : sink_(std::move(sink)), buffer_(ZSTD_DStreamOutSize(), '\0'), context_(ZSTD_createDCtx())
    {
        if (!context_) throw std::bad_alloc();
    }

    void add(std::string_view piece) override
    {
        ZSTD_inBuffer input{piece.data(), piece.size(), 0};
        bool has_more = true;
        while (input.pos < input.size || has_more) {
            ZSTD_outBuffer output{buffer_.data(), buffer_.size(), 0};
            left_ = ZSTD_decompressStream(context_.get(), &output, &input);
            if (ZSTD_isError(left_) != 0) throw DamagedData("is not what zstd wrote");
            if (output.pos > 0) sink_(std::string_view(buffer_).substr(0, output.pos));
            has_more = output.pos == output.size;
        }
    }
    void finish() override
    {
        if (left_ != 0) throw DamagedData("ends too early");
    }

private:
    struct Free {
        void operator()(ZSTD_DCtx* context) const noexcept { ZSTD_freeDCtx(context); }
    };

    ByteSink sink_;
    std::string buffer_;
    std::unique_ptr<ZSTD_DCtx, Free> context_;
    std::size_t left_ = 1;  ///< 0: a frame is whole
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

std::unique_ptr<Decompressor> gzip_decompressor(ByteSink sink)
{
    return std::make_unique<Gunzip>(std::move(sink));
}

std::unique_ptr<Decompressor> zstd_decompressor(ByteSink sink)
{
    return std::make_unique<Unzstd>(std::move(sink));
}

}  // namespace txpath
