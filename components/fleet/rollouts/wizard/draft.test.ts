import { createLoader, createSerializer } from "nuqs/server"
import { describe, expect, it } from "vitest"
import { noValues } from "@/components/fleet/releases/values/value-fields"
import { typedValues } from "@/components/fleet/releases/values/values-text"
import {
  bodyOf,
  type Draft,
  draftParsers,
  problemsOf,
  readBake,
  readFailures,
  readRejection,
} from "@/components/fleet/rollouts/wizard/draft"
import { valuesSetting, valueTyped } from "@/components/fleet/rollouts/wizard/set-value"
import {
  addWave,
  everyone,
  moveWave,
  readWaves,
  tagPairs,
  waveSizes,
  wavesByTag,
} from "@/components/fleet/rollouts/wizard/waves"
import { ApiError } from "@/lib/web/client/api-error"

const load = createLoader(draftParsers)
const drafted = (change: Partial<Draft> = {}): Draft => ({
  ...load("?chart=main/ai&version=1.1.0"),
  values: noValues,
  ...change,
})

describe("rollout wizard draft", () => {
  it("keeps everything except the values in the URL", () => {
    const waves = [{ name: "Canary, first; of all", selector: { ring: "canary", tier: "a=b" } }, everyone]
    const draft = drafted({ waves, concurrency: "4", bake: "10m", failures: "10%", leaveOut: ["a", "b"] })
    const { values, ...inUrl } = draft
    expect({ values, ...load(createSerializer(draftParsers)(inUrl)) }).toEqual(draft)
  })

  it("keeps the version of each release and sets one value", () => {
    const draft = drafted({ version: "keep", set: String.raw`pod.labels.app\.io/tier` })
    expect(problemsOf(draft)).toEqual({ values: "Enter the new value." })
    expect(bodyOf(draft)).toBeNull()
    const body = bodyOf({ ...draft, values: valuesSetting(draft.set, "[gold, 0400]") })
    expect(body).toMatchObject({ valuesOverride: { pod: { labels: { "app.io/tier": ["gold", 256] } } } })
    expect(body).not.toHaveProperty("targetVersion")
  })

  it("resets one value, regardless of previous input", () => {
    const draft = drafted({ version: "keep", set: "a.b", reset: true })
    expect(problemsOf(draft)).toEqual({})
    expect(bodyOf({ ...draft, values: valuesSetting("a.b", "3") })).toMatchObject({
      valuesOverride: {},
      valuesReset: ["a.b"],
    })
    expect(bodyOf({ ...draft, set: "" })).toBeNull()
  })

  it.each(["512Mi", "3", '"8080"', "true", '["a","b"]'])("reads %s back as typed", (typed) => {
    expect(valueTyped("a.b", valuesSetting("a.b", typed))).toBe(typed)
  })

  it.each(["", "  ", "{a", "x: [1"])("sets nothing while the input is %j", (typed) => {
    expect(valuesSetting("a.b", typed)).toBe(noValues)
  })

  it("starts without a version and with safe defaults", () => {
    const draft: Draft = { ...load("?chart=main/ai"), values: noValues }
    expect(problemsOf(draft)).toEqual({ version: "Choose a version." })
    expect(draft.waves).toEqual([everyone])
    expect(bodyOf({ ...draft, version: "2.0.0" })).toMatchObject({
      concurrency: 1,
      maxFailures: 0,
      bakeSeconds: 600,
      atomic: true,
      skip: { majorJumps: true },
    })
  })

  it("builds the request body of the API", () => {
    const draft = drafted({
      bake: "2h",
      failures: "5",
      leaveOut: ["x"],
      values: typedValues("a: {b: 1}"),
      note: " why ",
    })
    expect(bodyOf(draft)).toMatchObject({
      chartName: "main/ai",
      targetVersion: "1.1.0",
      bakeSeconds: 7200,
      maxFailures: 5,
      valuesOverride: { a: { b: 1 } },
      skip: { releases: ["x"], majorJumps: true },
      description: "why",
    })
    expect(Object.keys(bodyOf(drafted({ failures: "none" })) ?? {})).not.toContain("maxFailures")
  })

  it("builds no request body while a field is invalid", () => {
    const invalid = {
      concurrency: "51",
      bake: "m",
      failures: "101%",
      timeout: "0",
      values: typedValues("- a"),
    }
    expect(Object.keys(problemsOf(drafted(invalid))).sort()).toEqual(Object.keys(invalid).sort())
    expect(bodyOf(drafted({ concurrency: "many" }))).toBeNull()
  })

  it("parses bake times and thresholds", () => {
    expect([readBake("90s").seconds, readBake("7d").seconds, readBake("h").seconds]).toEqual([
      90,
      604_800,
      null,
    ])
    expect([readFailures("0"), readFailures("007%"), readFailures("%"), readFailures("none")]).toEqual([
      0,
      "7%",
      null,
      null,
    ])
  })
})

const tenants: { tags: Record<string, string> }[] = [
  { tags: { ring: "canary", tier: "gold" } },
  { tags: { ring: "10" } },
  { tags: { ring: "2" } },
  { tags: {} },
]

describe("rollout waves", () => {
  it("are split by the values of a tag, with the rest last", () => {
    expect(wavesByTag("ring", tenants).map(({ name }) => name)).toEqual(["2", "10", "canary", "The rest"])
    expect(wavesByTag("ring", tenants.slice(0, 3)).map(({ name }) => name)).toEqual(["2", "10", "canary"])
  })

  it("insert a new wave before the wave that takes the rest", () => {
    expect(addWave([everyone]).map(({ name }) => name)).toEqual(["Wave 1", "Everyone"])
    const canary = { name: "Canary", selector: { ring: "canary" } }
    expect(addWave([canary]).map(({ name }) => name)).toEqual(["Canary", "The rest"])
  })

  it("can be reordered", () => {
    const waves = ["a", "b", "c"].map((name) => ({ name, selector: {} }))
    expect(moveWave(waves, 2, 0).map(({ name }) => name)).toEqual(["c", "a", "b"])
    expect(moveWave(waves, 0, 1).map(({ name }) => name)).toEqual(["b", "a", "c"])
  })

  it("assign each tenant to the first matching wave", () => {
    const waves = [{ name: "Canary", selector: { ring: "canary" } }, everyone, { name: "Late", selector: {} }]
    expect(waveSizes(waves, tenants, null).map((size) => size.tenants)).toEqual([1, 3, 0])
    const plan = {
      releases: [
        { wave: 0, skipReason: null, tenantId: "a" },
        { wave: 1, skipReason: null, tenantId: "b" },
        { wave: 1, skipReason: null, tenantId: "b" },
        { wave: 1, skipReason: "up_to_date" as const, tenantId: "c" },
      ],
    }
    expect(waveSizes(waves, tenants, plan)).toEqual([
      { tenants: 1, releases: 1 },
      { tenants: 1, releases: 2 },
      { tenants: 0, releases: 0 },
    ])
  })

  it("list the available tags", () => {
    expect(tagPairs(tenants).map(({ name, value }) => `${name}=${value}`)).toEqual([
      "ring=2",
      "ring=10",
      "ring=canary",
      "tier=gold",
    ])
  })

  it("are not parsed from an invalid URL", () => {
    expect([readWaves("x"), readWaves([]), readWaves([{ name: 1, selector: {} }])]).toEqual([
      null,
      null,
      null,
    ])
  })
})

function errorFor(...pointers: string[]): ApiError {
  const fields = pointers.map((pointer) => ({ pointer, message: `About ${pointer}` }))
  return new ApiError(422, "Validation failed.", "invalid", fields)
}

describe("readRejection of a rollout", () => {
  it("assigns a message to its field", () => {
    const { problems } = readRejection(errorFor("/targetVersion", "/bakeSeconds", "/maxFailures"))
    expect(problems).toEqual({
      version: "About /targetVersion",
      bake: "About /bakeSeconds",
      failures: "About /maxFailures",
    })
  })

  it("assigns a message to its wave, or to all waves", () => {
    const { waves, problems } = readRejection(errorFor("/waves/1/selector/ring", "/waves"))
    expect([waves, problems.waves]).toEqual([{ 1: "About /waves/1/selector/ring" }, "About /waves"])
  })

  it("assigns a message to its value and to the values", () => {
    const { valueProblem, problems } = readRejection(errorFor("/valuesOverride/image/tag"))
    expect(valueProblem("/image/tag")).toBe("About /valuesOverride/image/tag")
    expect(problems.values).toBe("About /valuesOverride/image/tag")
  })

  it("reports an error that concerns no field as a whole", () => {
    expect(readRejection(errorFor("/releases/0")).isAboutNoField).toBe(true)
    expect(readRejection(new ApiError(503, "The database is unavailable.")).isAboutNoField).toBe(true)
    expect(readRejection(errorFor("/timeout")).isAboutNoField).toBe(false)
  })
})
