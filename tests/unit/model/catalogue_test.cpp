#include <gmock/gmock.h>

#include <algorithm>
#include <limits>
#include <set>

#include "bgsim/error.hpp"
#include "model/neuron_models.hpp"

namespace bgsim::model {
namespace {

using testing::ElementsAre;

std::vector<std::string> names_of(const std::vector<FieldDescription>& fields) {
    std::vector<std::string> names;
    for (const auto& f : fields) names.push_back(f.name);
    return names;
}

/// Whether `table` names each member of its struct once: numbered through the table, the members
/// must read 0, 1, 2 ... in the struct's own order or in any other, but none twice.
template <typename Struct, std::size_t n>
bool lists_every_member_once(const std::array<Field<Struct, double>, n>& table) {
    if (sizeof(Struct) != n * sizeof(double)) return false;
    Struct object{};
    for (const auto& field : table) object.*field.member += 1.0;
    return std::ranges::all_of(table, [&](const auto& f) { return object.*f.member == 1.0; });
}

template <template <typename> typename... Models, typename F>
void for_each_model(ModelList<Models...>, F f) {
    (f(Models<double>{}), ...);
}

TEST(CatalogueTest, HoldsEachModelUnderItsOwnName) {
    std::vector<std::string> names;
    for (const auto& model : catalogue()) names.push_back(model.name);
    EXPECT_THAT(names,
                ElementsAre("lif", "qif", "adex", "izhikevich", "hh_stn", "hh_stn_terman", "hh_gp",
                            "hh_dopaminergic", "hh_dopaminergic_kuznetsov", "hh_cholinergic"));
    EXPECT_EQ(&describe_model("adex"), &catalogue()[2]);
    EXPECT_THROW(describe_model("hodgkin_huxley"), InternalError);
}

TEST(CatalogueTest, TablesListEveryMemberOnce) {
    for_each_model(NeuronModels{}, [](auto model) {
        using Model = decltype(model);
        EXPECT_TRUE(lists_every_member_once(Model::parameters)) << Model::name;
        EXPECT_TRUE(lists_every_member_once(Model::state)) << Model::name;
    });
}

TEST(CatalogueTest, NamesAreUniqueAndEverythingIsDescribed) {
    for (const auto& model : catalogue()) {
        SCOPED_TRACE(model.name);
        std::set<std::string> names;
        std::vector<FieldDescription> fields = model.parameters;
        fields.insert(fields.end(), model.state.begin(), model.state.end());
        for (const auto& f : fields) {
            EXPECT_TRUE(names.insert(f.name).second) << f.name;
            EXPECT_FALSE(f.unit.empty()) << f.name;
            EXPECT_FALSE(f.meaning.empty()) << f.name;
        }
        EXPECT_FALSE(model.equations.empty());
        EXPECT_FALSE(model.source.empty());
        for (const auto& order : model.orders) {
            EXPECT_TRUE(names.contains(order.lower)) << order.lower;
            EXPECT_TRUE(names.contains(order.upper)) << order.upper;
        }
    }
}

TEST(CatalogueTest, TheMembranePotentialIsTheFirstStateOfEveryModel) {
    for (const auto& model : catalogue()) EXPECT_EQ(model.state.front().name, "V_m") << model.name;
}

TEST(CatalogueTest, NamesAreThoseOfTheFilesInTheTablesOrder) {
    EXPECT_THAT(names_of(describe_model("qif").parameters),
                ElementsAre("C_m", "k", "E_L", "V_th", "a", "V_b", "b_1", "b_2", "b_3", "b_4",
                            "V_reset", "d", "V_peak", "I_e", "t_ref"));
    EXPECT_THAT(names_of(describe_model("lif").parameters),
                ElementsAre("C_m", "g_L", "E_L", "V_th", "V_reset", "V_min", "I_e", "t_ref"));
    EXPECT_THAT(names_of(describe_model("adex").state), ElementsAre("V_m", "w"));
}

TEST(CatalogueTest, DescriptionsKeepConstraintsAndFallbacks) {
    const auto& adex = describe_model("adex").parameters;
    const auto field = [&](const std::string& name) {
        return *std::ranges::find(adex, name, &FieldDescription::name);
    };
    EXPECT_EQ(field("C_m").constraint, Constraint::positive);
    EXPECT_EQ(field("C_m").fallback, std::nullopt);
    EXPECT_EQ(field("t_ref").constraint, Constraint::non_negative);
    EXPECT_EQ(field("t_ref").fallback, 0.0);
    EXPECT_EQ(field("reset_max").fallback, std::numeric_limits<double>::infinity());
    EXPECT_TRUE(field("reset_max").may_be_infinite);
    EXPECT_FALSE(field("V_reset").may_be_infinite);
}

}  // namespace
}  // namespace bgsim::model
