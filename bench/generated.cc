// The workloads that are made here; workload.h says what they are.
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/assert.h"
#include "base/format.h"
#include "workload.h"

namespace rune::bench {
namespace {

// SplitMix64: small, and the same on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t Next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  std::size_t Below(std::size_t bound) { return Next() % bound; }
  bool OneIn(std::size_t n) { return Below(n) == 0; }

 private:
  std::uint64_t state_;
};

constexpr std::uint64_t kSeed = 20240101;

std::string Reference(std::string_view type, std::string_view id) {
  return Format(R"({{"__entity": {{"type": "{}", "id": "{}"}}}})", type, id);
}

// A list of entities as JSON, written one by one.
class EntityList {
 public:
  void Add(std::string_view type, std::string_view id, std::string_view attributes,
           std::string_view parents) {
    out_ += out_.empty() ? "[" : ",\n";
    out_ += Format(R"({{"uid": {}, "attrs": {{{}}}, "parents": [{}]}})", Reference(type, id),
                   attributes, parents);
  }
  std::string Take() { return std::move(out_) + "]"; }

 private:
  std::string out_;
};

// References to entities `<type>::"<prefix><i>"`: each i below `count` with a chance of one in 20.
std::string Some(Random& random, std::string_view type, std::string_view prefix,
                 std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    if (!random.OneIn(20)) continue;
    out += out.empty() ? "" : ", ";
    out += Reference(type, Format("{}{}", prefix, i));
  }
  return out;
}

constexpr std::string_view kHospitalSchema = R"(entity Department, Role;
entity Staff in [Department, Role] = {
  department: Department,
  clearance: Long,
  onDuty: Bool,
  name: String,
  supervisor?: Staff,
};
entity Patient = { name: String, born: Long, doctors: Set<Staff> };
entity Record in [Department] = {
  department: Department,
  type: String,
  sensitivity: Long,
  patient: Patient,
  author: Staff,
  labels: Set<String>,
};
action access;
action read, amend, share in [access] appliesTo {
  principal: [Staff, Patient],
  resource: Record,
  context: { purpose: String, emergency: Bool, hour: Long, ip?: ipaddr },
};
action archive appliesTo {
  principal: Staff,
  resource: [Record, Patient],
  context: { purpose: String, emergency: Bool, hour: Long, ip?: ipaddr },
};
)";

constexpr std::string_view kHospitalGlobal = R"(
// A patient reads what is written about them.
permit (principal is Patient, action == Action::"read", resource is Record)
when { resource.patient == principal };

// The author of a record may do everything with it while on duty.
permit (principal is Staff, action in Action::"access", resource is Record)
when { resource.author == principal && principal.onDuty };

// A supervisor reads the records of their people.
permit (principal is Staff, action == Action::"read", resource is Record)
when { resource.author has supervisor && resource.author.supervisor == principal };

// In an emergency each doctor of a patient reads their records.
permit (principal is Staff, action == Action::"read", resource is Record)
when { context.emergency && resource.patient.doctors.contains(principal) };

// Nothing leaves the house at night, or from an address outside.
forbid (principal, action == Action::"share", resource)
when { context.hour < 6 || context.hour > 22 }
unless { context has ip && context.ip.isInRange(ip("10.0.0.0/8")) };
)";

constexpr std::array<std::string_view, 8> kRoles = {
    "doctor", "nurse", "surgeon", "pharmacist", "therapist", "registrar", "auditor", "student"};
constexpr std::array<std::string_view, 4> kTypes = {"chart", "prescription", "image", "invoice"};

std::string DepartmentPolicies(std::size_t department) {
  std::string out;
  for (const std::string_view role : kRoles) {
    for (const std::string_view type : kTypes) {
      out += Format(R"(
permit (
  principal in Role::"{0}",
  action in [Action::"read", Action::"amend"],
  resource is Record in Department::"d{1}"
)
when {{ principal is Staff && principal.department == Department::"d{1}" }}
when {{ resource.type == "{2}" && context.purpose == "care" }};
)",
                    role, department, type);
    }
  }
  return out + Format(R"(
forbid (
  principal is Staff,
  action in Action::"access",
  resource is Record in Department::"d{}"
)
when {{ resource.sensitivity > principal.clearance }}
unless {{ context.emergency }};
)",
                      department);
}

std::string HospitalEntities(std::size_t departments, std::size_t staff) {
  Random random(kSeed);
  EntityList list;
  const auto some_staff = [&] { return Reference("Staff", Format("s{}", random.Below(staff))); };
  for (std::size_t i = 0; i < departments; ++i) list.Add("Department", Format("d{}", i), "", "");
  for (const std::string_view role : kRoles) list.Add("Role", role, "", "");
  for (std::size_t i = 0; i < staff; ++i) {
    const std::string department =
        Reference("Department", Format("d{}", random.Below(departments)));
    std::string attributes =
        Format(R"("department": {}, "clearance": {}, "onDuty": {}, "name": "Robin {}")", department,
               random.Below(5), random.OneIn(2), i);
    if (random.OneIn(2)) attributes += Format(R"(, "supervisor": {})", some_staff());
    const std::string role = Reference("Role", kRoles[random.Below(kRoles.size())]);
    list.Add("Staff", Format("s{}", i), attributes, department + ", " + role);
    list.Add("Patient", Format("p{}", i),
             Format(R"("name": "Kim {}", "born": {}, "doctors": [{}, {}])", i,
                    1930 + random.Below(90), some_staff(), some_staff()),
             "");
    list.Add("Record", Format("r{}", i),
             Format(R"("department": {}, "type": "{}", "sensitivity": {}, "patient": {}, )"
                    R"("author": {}, "labels": ["checked", "year {}"])",
                    department, kTypes[random.Below(kTypes.size())], random.Below(6),
                    Reference("Patient", Format("p{}", random.Below(staff))), some_staff(),
                    1990 + random.Below(40)),
             department);
  }
  return list.Take();
}

constexpr std::string_view kDriveSchema = R"(entity Group, View in [View];
entity Folder in [Folder, View];
entity Person in [Group] = {
  shared: View,
  documents: Set<Document>,
  folders: Set<Folder>,
};
entity Document in [Folder, View] = { public: Bool };
action read, edit, share, handOver appliesTo { principal: Person, resource: Document };
action addDocument appliesTo { principal: Person, resource: Folder };
)";

constexpr std::string_view kDrivePolicies = R"(// What was shared with a person.
permit (principal, action == Action::"read", resource)
when { resource in principal.shared };
// What everybody may see.
permit (principal, action == Action::"read", resource)
when { resource.public };
// Owners, also of a folder around the document.
permit (
  principal,
  action in [Action::"read", Action::"edit", Action::"share"],
  resource
)
when { resource in principal.documents || resource in principal.folders };
permit (principal, action == Action::"handOver", resource)
when { principal.documents.contains(resource) };
permit (principal, action == Action::"addDocument", resource)
when { principal.folders.contains(resource) };
)";

std::string DriveEntities(std::size_t count) {
  Random random(kSeed);
  EntityList list;
  for (std::size_t i = 0; i < count; ++i) {
    list.Add("Group", Format("g{}", i), "", "");
    list.Add("View", Format("v{}", i), "", Some(random, "View", "v", i));
    list.Add("Folder", Format("f{}", i), "", Some(random, "Folder", "f", i));
    const std::string parents = Some(random, "Folder", "f", count);
    list.Add("Document", Format("d{}", i), Format(R"("public": {})", random.OneIn(4)), parents);
    const std::string attributes = Format(
        R"("shared": {}, "documents": [{}], "folders": [{}])", Reference("View", Format("v{}", i)),
        Some(random, "Document", "d", count), Some(random, "Folder", "f", count));
    list.Add("Person", Format("p{}", i), attributes, Some(random, "Group", "g", count));
  }
  return list.Take();
}

constexpr std::string_view kForgeSchema = R"(entity Grant;
entity Team in [Team, Grant];
entity Company in [Grant] = { readers: Grant, writers: Grant, admins: Grant };
entity Developer in [Company, Team, Grant];
entity Project = {
  owner: Company,
  readers: Grant,
  reporters: Grant,
  writers: Grant,
  maintainers: Grant,
  admins: Grant,
};
action administer appliesTo { principal: Developer, resource: Project };
action maintain in [administer] appliesTo { principal: Developer, resource: Project };
action push in [maintain] appliesTo { principal: Developer, resource: Project };
action report in [push] appliesTo { principal: Developer, resource: Project };
action pull in [report] appliesTo { principal: Developer, resource: Project };
)";

constexpr std::string_view kForgePolicies = R"(// Rights on the project.
permit (principal, action == Action::"pull", resource)
when { principal in resource.readers };
permit (principal, action in Action::"report", resource)
when { principal in resource.reporters };
permit (principal, action in Action::"push", resource)
when { principal in resource.writers };
permit (principal, action in Action::"maintain", resource)
when { principal in resource.maintainers };
permit (principal, action in Action::"administer", resource)
when { principal in resource.admins };
// Rights on the company that owns it.
permit (principal, action == Action::"pull", resource)
when { principal in resource.owner.readers };
permit (principal, action in Action::"push", resource)
when { principal in resource.owner.writers };
permit (principal, action in Action::"administer", resource)
when { principal in resource.owner.admins };
)";

constexpr std::array<std::string_view, 5> kGrants = {"readers", "reporters", "writers",
                                                     "maintainers", "admins"};

// `"readers": .., ..`: one grant each, named after their owner.
std::string Grants(std::string_view owner, std::span<const std::string_view> names) {
  std::string out;
  for (const std::string_view name : names) {
    out += out.empty() ? "" : ", ";
    out += Format(R"("{}": {})", name, Reference("Grant", Format("{}-{}", owner, name)));
  }
  return out;
}

std::string ForgeEntities(std::size_t count) {
  constexpr std::array<std::string_view, 3> kOfCompany = {"readers", "writers", "admins"};
  Random random(kSeed);
  EntityList list;
  const auto grants = [&](std::string_view owner, std::span<const std::string_view> names) {
    for (const std::string_view name : names)
      list.Add("Grant", Format("{}-{}", owner, name), "", "");
  };
  for (std::size_t i = 0; i < count; ++i) {
    const std::string company = Format("c{}", i);
    const std::string project = Format("r{}", i);
    grants(company, kOfCompany);
    grants(project, kGrants);
    list.Add("Company", company, Grants(company, kOfCompany), "");
    list.Add("Project", project,
             Format(R"("owner": {}, )", Reference("Company", Format("c{}", random.Below(count)))) +
                 Grants(project, kGrants),
             "");
    list.Add("Team", Format("t{}", i), "", Some(random, "Team", "t", i));
    std::string parents = Reference("Company", Format("c{}", random.Below(count)));
    for (const std::string_view name : kGrants) {
      parents += ", " + Reference("Grant", Format("r{}-{}", random.Below(count), name));
    }
    const std::string teams = Some(random, "Team", "t", count);
    list.Add("Developer", Format("d{}", i), "", parents + (teams.empty() ? "" : ", ") + teams);
  }
  return list.Take();
}

Workload Made(std::string_view name, std::string_view policies, std::string_view schema,
              std::size_t count, std::string entities) {
  std::optional<Workload> workload =
      Complete(std::string(name), std::string(policies), std::string(schema), false, count);
  RUNE_CHECK(workload.has_value());
  workload->entities = std::move(entities);
  return *std::move(workload);
}

}  // namespace

Workload Hospital(std::size_t departments, std::size_t staff) {
  std::string policies(kHospitalGlobal);
  for (std::size_t i = 0; i < departments; ++i) policies += DepartmentPolicies(i);
  return Made(Format("hospital-{}", departments), policies, kHospitalSchema, 1,
              HospitalEntities(departments, staff));
}

Workload Drive(const Scale& scale) {
  return Made("drive", kDrivePolicies, kDriveSchema, scale.policies,
              DriveEntities(scale.entities_per_type));
}

Workload Forge(const Scale& scale) {
  return Made("forge", kForgePolicies, kForgeSchema, scale.policies,
              ForgeEntities(scale.entities_per_type));
}

}  // namespace rune::bench
