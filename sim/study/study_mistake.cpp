#include "study/study_mistake.hpp"

namespace txpath {

namespace {

std::string line_of(const std::string& text, std::size_t line)
{
    std::size_t begin = 0;
    for (; line > 1; --line) {
        const std::size_t end = text.find('\n', begin);
        if (end == std::string::npos) return {};
        begin = end + 1;
    }
    return text.substr(begin, text.find('\n', begin) - begin);
}

}  // namespace

Diagnostic& refuse(Diagnostics& found, const DecisionStudy& study, const Span& at, std::string message)
{
    Diagnostic mistake;
    mistake.at = at;
    mistake.message = std::move(message);
    if (at.line > 0) mistake.excerpt = line_of(study.text, at.line);
    return found.add(std::move(mistake));
}

}  // namespace txpath
