#include "app/page_file.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <stdexcept>

#include "app/pages.hpp"
#include "base/sha256.hpp"

namespace txpath::app {

namespace {

std::string base64(std::string_view bytes)
{
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::string_view part = bytes.substr(at, 3);
        unsigned bits = 0;
        for (std::size_t k = 0; k < 3; ++k)
            bits = bits << 8U | (k < part.size() ? static_cast<unsigned char>(part[k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k)
            text += k <= part.size() ? letters[bits >> (18U - 6U * k) & 63U] : '=';
    }
    return text;
}

/// `'sha256-...'`, as a policy names a script.
std::string named_by_hash(std::string_view script)
{
    const std::string hex = sha256_of_text(script);
    std::string bytes;
    for (std::size_t at = 0; at + 1 < hex.size(); at += 2) {
        unsigned byte = 0;
        std::from_chars(hex.data() + at, hex.data() + at + 2, byte, 16);
        bytes += static_cast<char>(byte);
    }
    return "'sha256-" + base64(bytes) + "'";
}

/// The hashes of all scripts of the page, each after a space.
std::string hashes_of(std::string_view page)
{
    constexpr std::string_view end = "</script>";
    std::string hashes;
    for (std::size_t at = page.find("<script"); at != std::string_view::npos; at = page.find("<script", at)) {
        const std::size_t begin = page.find('>', at) + 1, stop = page.find(end, begin);
        if (begin == 0 || stop == std::string_view::npos) break;
        hashes += ' ' + named_by_hash(page.substr(begin, stop - begin));
        at = stop;
    }
    return hashes;
}

std::string in_html(std::string_view text)
{
    std::string safe;
    for (const char letter : text) {
        if (letter == '<')
            safe += "&lt;";
        else if (letter == '>')
            safe += "&gt;";
        else if (letter == '&')
            safe += "&amp;";
        else
            safe += letter;
    }
    return safe;
}

std::string policy(const PageFilling& filling)
{
    std::string text = "default-src 'none'; script-src" + hashes_of(filling.page);
    if (filling.powers == PagePowers::web_assembly) text += " 'wasm-unsafe-eval'; worker-src blob:";
    return text + "; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'";
}

}  // namespace

std::string filled_page(const PageFilling& filling)
{
    const std::size_t head = filling.page.find(head_mark), data = filling.page.find(data_mark);
    if (head == std::string_view::npos || data == std::string_view::npos || data < head)
        throw std::logic_error("the page of this build has not both of its marks");
    std::string text(filling.page.substr(0, head));
    text += fmt::format("<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n<title>{}</title>",
                        policy(filling), in_html(filling.title));
    text += filling.page.substr(head + head_mark.size(), data - head - head_mark.size());
    text += fmt::format("<script type=\"application/json\" id=\"txpath-data\">{}</script>", filling.json);
    text += filling.page.substr(data + data_mark.size());
    return text;
}

}  // namespace txpath::app
