// sha256_test.cpp -- the published vectors of FIPS 180-4.
#include "base/sha256.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

using namespace txpath;

TEST_CASE("SHA-256 gives the published vectors", "[sha256]")
{
    CHECK(sha256_of_text("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256_of_text("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256_of_text("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(sha256_of_text(std::string(1'000'000, 'a')) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("SHA-256 of pieces is that of the whole, and may be read on the way", "[sha256]")
{
    Sha256 hash;
    hash.add("ab");
    CHECK(hash.hex() == "fb8e20fc2e4c3f248c60c39bd652f3c1347298bb977b8b4d5903b85055620603");
    hash.add("");
    hash.add("c");
    CHECK(hash.hex() == sha256_of_text("abc"));
}

TEST_CASE("SHA-256 of a file is that of its bytes, and of no file is nothing", "[sha256]")
{
    const auto file = std::filesystem::temp_directory_path() / "txpath_sha256_test.bin";
    const std::string content(200'001, '\0');
    std::ofstream(file, std::ios::binary) << content;
    CHECK(sha256_of_file(file) == sha256_of_text(content));
    std::filesystem::remove(file);
    CHECK(!sha256_of_file(file).has_value());
    CHECK(!sha256_of_file(std::filesystem::temp_directory_path()).has_value());
}
