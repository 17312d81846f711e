import { describe, expect, it } from "vitest"
import {
  installBody,
  problemsOf,
  type ReleaseDraft,
  readRejection,
  suggestedName,
  upgradeBody,
} from "@/components/fleet/releases/form/form-model"
import { noValues } from "@/components/fleet/releases/values/value-fields"
import { typedValues } from "@/components/fleet/releases/values/values-text"
import { ApiError } from "@/lib/web/client/api-error"

const draft: ReleaseDraft = {
  releaseName: "acme-ai-service",
  chart: "demo/matih-ai-service",
  chartVersion: "1.0.0",
  appVersion: " 2.0.0 ",
  values: typedValues("replicaCount: 2\n"),
  timeout: "600",
  atomic: true,
  waitForJobs: true,
  forceConflicts: false,
  description: "",
}

describe("release form model", () => {
  it("builds the request body from the draft", () => {
    expect(installBody(draft, "t")).toEqual({
      tenantId: "t",
      releaseName: "acme-ai-service",
      chartName: "demo/matih-ai-service",
      chartVersion: "1.0.0",
      appVersion: "2.0.0",
      valuesOverride: { replicaCount: 2 },
      timeout: 600,
      atomic: true,
      waitForJobs: true,
    })
    expect(upgradeBody({ ...draft, values: noValues, appVersion: "" })).toEqual({
      chartVersion: "1.0.0",
      valuesOverride: {},
      timeout: 600,
      atomic: true,
      waitForJobs: true,
      valuesMode: "reset",
    })
  })

  it("reports every missing or invalid field before a request is sent", () => {
    expect(problemsOf(draft)).toEqual({})
    const empty = {
      ...draft,
      releaseName: " ",
      chart: "",
      chartVersion: "",
      values: typedValues("a: ["),
      timeout: "1.5",
    }
    expect(Object.keys(problemsOf(empty))).toEqual([
      "releaseName",
      "chart",
      "chartVersion",
      "values",
      "timeout",
    ])
  })

  it.each(["0", "3601", "", "soon"])("rejects a timeout of %j", (timeout) => {
    expect(problemsOf({ ...draft, timeout }).timeout).toContain("3600")
  })

  it("suggests a name that is valid for Helm", () => {
    expect(suggestedName("acme", "matih_ai.service")).toBe("acme-matih-ai-service")
    expect(suggestedName("a".repeat(50), "bc-d")).toMatch(/^a{50}-bc$/)
    expect(suggestedName("a".repeat(50), "b-cd")).toMatch(/^a{50}-b$/)
  })
})

describe("readRejection", () => {
  const rejection = readRejection(
    new ApiError(422, "Three fields are wrong.", "invalid", [
      { pointer: "/chartVersion", message: "There is no 9.9.9." },
      { pointer: "/valuesOverride/image/tag", message: "Must be text." },
    ]),
  )

  it("assigns messages to their values", () => {
    expect(rejection.valueProblem("/image/tag")).toBe("Must be text.")
    expect(rejection.valueProblem("/image")).toBeUndefined()
    expect(rejection.isAboutNoField).toBe(false)
  })

  it("reports whether an error concerns no field", () => {
    expect(readRejection(new ApiError(409, "An upgrade runs.", "conflict")).isAboutNoField).toBe(true)
  })
})
