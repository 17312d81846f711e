import fc from "fast-check"
import { compare, diff, gt } from "semver"
import { describe, expect, it } from "vitest"
import { arrange, type Candidate, jumpOf, type Rules, skipOf, type Target, waveOf } from "./plan-rules"
import { rolloutOptionsSchema, type SkipReason, skipReasons } from "./schema"

const smallNumber = fc.integer({ min: 0, max: 3 })
const version = fc
  .tuple(smallNumber, smallNumber, smallNumber, fc.constantFrom("", "", "-rc.1", "-rc.2", "-alpha"))
  .map(([major, minor, patch, pre]) => `${major}.${minor}.${patch}${pre}`)
const tags = fc.dictionary(
  fc.constantFrom("tier", "region", "wave", "__proto__", "toString"),
  fc.constantFrom("gold", "eu", "1"),
)
const waves = fc.array(fc.record({ name: fc.constant("A wave"), selector: tags }), {
  minLength: 1,
  maxLength: 4,
})
const ids = ["a", "b", "c", "d"]
const candidate: fc.Arbitrary<Candidate> = fc.record({
  releaseId: fc.constantFrom(...ids),
  releaseName: fc.constantFrom("api", "web"),
  namespace: fc.constant("tenant-a"),
  cluster: fc.constant("sandbox"),
  tenantId: fc.constantFrom(...ids),
  tenantSlug: fc.constantFrom("acme", "beta", "cedar"),
  tenantName: fc.constant("A tenant"),
  tenantSuspended: fc.boolean(),
  tags,
  repository: fc.constant("demo"),
  chartVersion: version,
  quarantine: fc.option(fc.constant({ reason: "It crashes.", createdBy: "Ann" })),
  revision: fc.nat(9),
  installed: fc.boolean(),
  changing: fc.boolean(),
  failed: fc.boolean(),
  outOfBand: fc.boolean(),
  hasValues: fc.boolean(),
})
const target = fc.option(version, { nil: null })
const someIds = fc.subarray(ids)
const rules: fc.Arbitrary<Rules> = fc.record({
  waves,
  releases: fc.option(someIds, { nil: undefined }),
  skip: fc.record({
    tenants: someIds,
    releases: someIds,
    majorJumps: fc.boolean(),
    failed: fc.boolean(),
    outOfBand: fc.boolean(),
  }),
})

/** Each reason on its own, implemented independently of the code under test. */
const conditions: Record<Exclude<SkipReason, "aborted" | "changed_meanwhile">, Predicate> = {
  not_chosen: (one, _target, { releases }) => releases !== undefined && !releases.includes(one.releaseId),
  up_to_date: (one, target) => (target === null ? one.hasValues : compare(one.chartVersion, target) >= 0),
  not_installed: (one) => !one.installed,
  tenant_suspended: (one) => one.tenantSuspended,
  quarantined: (one, target) => target === null && one.quarantine !== null,
  change_running: (one) => one.changing,
  in_no_wave: (one, _target, options) =>
    !options.waves.some(({ selector }) =>
      Object.entries(selector).every(([tag, value]) => new Map(Object.entries(one.tags)).get(tag) === value),
    ),
  excluded: (one, _target, { skip }) =>
    skip.tenants.includes(one.tenantId) || skip.releases.includes(one.releaseId),
  major_jump: (one, target, { skip }) =>
    skip.majorJumps && target !== null && gt(target, one.chartVersion) && target[0] !== one.chartVersion[0],
  failed_before: (one, _target, { skip }) => skip.failed && one.failed,
  out_of_band: (one, _target, { skip }) => skip.outOfBand && one.outOfBand,
}
type Predicate = (one: Candidate, target: Target, rules: Rules) => boolean

describe("arrange", () => {
  it("skips a release for the first matching reason in their defined order, and upgrades it otherwise", () => {
    fc.assert(
      fc.property(candidate, target, rules, (one, to, options) => {
        const first = skipReasons.find(
          (reason) =>
            reason !== "aborted" && reason !== "changed_meanwhile" && conditions[reason](one, to, options),
        )
        expect(skipOf(one, to, options)?.reason).toBe(first)
      }),
      { numRuns: 2_000 },
    )
  })

  it("lists every release once, ordered by wave, with a message for each skipped one", () => {
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 20 }), target, rules, (candidates, to, options) => {
        const planned = arrange(candidates, to, options)
        expect(planned.map(({ releaseId }) => releaseId).sort()).toEqual(
          candidates.map(({ releaseId }) => releaseId).sort(),
        )
        const indexes = planned.map(({ wave }) => wave ?? Number.POSITIVE_INFINITY)
        expect(indexes).toEqual([...indexes].sort((a, b) => a - b))
        for (const { skipReason, skipDetail } of planned)
          expect(skipReason === null).toBe(skipDetail === null)
      }),
    )
  })
})

describe("waveOf", () => {
  it("returns the first wave whose tags the tenant has, ignoring inherited object properties", () => {
    fc.assert(
      fc.property(waves, tags, (waves, tenantTags) => {
        const index = waveOf(waves, tenantTags)
        const matches = waves.map(({ selector }) =>
          Object.keys(selector).every(
            (tag) => Object.hasOwn(tenantTags, tag) && tenantTags[tag] === selector[tag],
          ),
        )
        expect(index).toBe(matches.includes(true) ? matches.indexOf(true) : null)
      }),
    )
    expect(waveOf([{ name: "All", selector: {} }], {})).toBe(0)
    expect(waveOf([{ name: "Odd", selector: { constructor: "x" } }], {})).toBeNull()
  })

  it("defaults to one wave with all tenants", () => {
    const { waves: defaultWaves } = rolloutOptionsSchema.parse({})
    expect(defaultWaves.map(({ selector }) => selector)).toEqual([{}])
  })
})

describe("jumpOf", () => {
  it("returns the largest increased part, or null", () => {
    fc.assert(
      fc.property(version, version, (from, to) => {
        const jump = jumpOf(from, to)
        const [before, after] = [from, to].map((text) => text.split("-")[0]?.split("."))
        const parts = ["major", "minor", "patch"] as const
        const changedPart = parts.find((_, index) => before?.[index] !== after?.[index])
        expect(jump).toBe(gt(to, from) ? (changedPart ?? "prerelease") : null)
      }),
    )
  })

  it.each([
    ["1.4.0", "1.4.1", "patch"],
    ["1.4.0", "1.5.0-rc.1", "minor"],
    ["1.5.0-rc.1", "1.5.0", "prerelease"],
    ["1.4.0+one", "1.4.0+two", null],
    ["1.2", "1.3.0", "minor"],
    ["v1.2.0", "2.0.0", "major"],
  ])("from %s to %s is %s", (from, to, jump) => {
    expect(jumpOf(from, to)).toBe(jump)
    if (jump === "patch") expect(diff(from, to)).toBe(jump)
  })
})
