import { describe, expect, it } from "vitest"
import { readRefusal } from "@/components/fleet/rollouts/wizard/refusal"
import { ApiError } from "@/lib/web/client/api-error"

function refused(...pointers: string[]): ApiError {
  const fields = pointers.map((pointer) => ({ pointer, message: `About ${pointer}` }))
  return new ApiError(422, "Validation failed.", "invalid", fields)
}

describe("readRefusal of a rollout", () => {
  it("assigns a message to its field", () => {
    const { problems } = readRefusal(refused("/targetVersion", "/bakeSeconds", "/maxFailures"))
    expect(problems).toEqual({
      version: "About /targetVersion",
      bake: "About /bakeSeconds",
      failures: "About /maxFailures",
    })
  })

  it("assigns a message to its wave, or to all waves", () => {
    const { waves, problems } = readRefusal(refused("/waves/1/selector/ring", "/waves"))
    expect([waves, problems.waves]).toEqual([{ 1: "About /waves/1/selector/ring" }, "About /waves"])
  })

  it("assigns a message to its value and to the values", () => {
    const { valueProblem, problems } = readRefusal(refused("/valuesOverride/image/tag"))
    expect(valueProblem("/image/tag")).toBe("About /valuesOverride/image/tag")
    expect(problems.values).toBe("About /valuesOverride/image/tag")
  })

  it("reports an error that concerns no field as a whole", () => {
    expect(readRefusal(refused("/releases/0")).isAboutNoField).toBe(true)
    expect(readRefusal(new ApiError(503, "The database is unavailable.")).isAboutNoField).toBe(true)
    expect(readRefusal(refused("/timeout")).isAboutNoField).toBe(false)
  })
})
