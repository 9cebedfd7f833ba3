#include "engine/written_replicate.hpp"

#include <algorithm>
#include <stdexcept>

#include "engine/counts_code.hpp"

namespace txpath {

namespace {

void write_texts(const std::vector<std::string>& texts, ByteWriter& out)
{
    out.whole(texts.size());
    for (const std::string& text : texts) out.text(text);
}

std::vector<std::string_view> read_texts(ByteReader& in)
{
    std::vector<std::string_view> texts(in.count(1));
    for (std::string_view& text : texts) text = in.text_in_place();
    return texts;
}

}  // namespace

std::string CheckpointReplicate::bytes() const
{
    ByteWriter out;
    out.text(front.bytes());
    write_texts(clinicians, out);
    write_texts(people, out);
    return out.take();
}

ReadReplicate::ReadReplicate(std::string_view bytes) noexcept : front({})
{
    ByteReader in(bytes);
    front = ByteReader(in.text_in_place());
    clinicians = read_texts(in);
    people = read_texts(in);
    if (!in.is_done()) front.damage();
}

std::string chunk_of(const PeopleOfChunk& who, PersonWriter& people, std::span<const HistoryRow> histories)
{
    ByteWriter out;
    out.whole(who.first);
    out.whole(who.count);
    people.close(out);
    write_histories(histories, out);
    return out.take();
}

PeopleOfChunk read_people(ByteReader& in)
{
    PeopleOfChunk who{};
    who.first = in.whole();
    who.count = in.whole();
    return who;
}

ReadReplicate written_replicate(const Resumption& from, std::uint32_t replicate)
{
    return ReadReplicate(from.checkpoint->replicates.at(replicate));
}

std::vector<double> parameters_now(const Resumption& from, const std::vector<double>& written,
                                   std::vector<double> own)
{
    for (std::size_t now = 0; now < own.size(); ++now) {
        const std::uint32_t then = from.parameter_of[now];
        if (then != absent) own[now] = written.at(then);
    }
    return own;
}

void write_counted(const ReplicateResult& result, std::size_t chunk, ByteWriter& out)
{
    out.whole(result.instants);
    write(result.tally, out);
    out.whole(result.batches.size());
    for (const Ledger& batch : result.batches) write(batch, out);
    out.whole(chunk);
}

std::size_t read_counted(const ModelTables& model, ReplicateResult& result, ByteReader& in)
{
    result.instants = in.whole();
    add(in, result.tally);
    const std::size_t batches = in.count(1);
    // written batch by batch, wanted all together: then people share something now, and did not
    const bool is_summed = result.batches.size() == 1 && batches > 1;
    result.batches.resize(is_summed ? 1 : batches);
    for (Ledger& batch : result.batches) batch = empty_ledger(model);
    for (std::size_t batch = 0; batch < batches; ++batch) add(in, result.batches[is_summed ? 0 : batch]);
    return static_cast<std::size_t>(in.whole());
}

ModelTables resumed(const ModelTables& model, const CheckpointHead& head)
{
    ModelTables tables = model;
    std::vector<double> checkpoints;
    for (const double t : head.flow_checkpoints)
        if (t <= head.before) checkpoints.push_back(t);
    for (const double t : model.checkpoints)
        if (t > head.before) checkpoints.push_back(t);
    tables.checkpoints = std::move(checkpoints);
    return tables;
}

void refuse_damage()
{
    throw std::runtime_error("the checkpoint's bytes are not what was written");
}

}  // namespace txpath
