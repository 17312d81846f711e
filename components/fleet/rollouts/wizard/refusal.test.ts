import { describe, expect, it } from "vitest"
import { readRefusal } from "@/components/fleet/rollouts/wizard/refusal"
import { ApiError } from "@/lib/web/client/api-error"

function refused(...pointers: string[]): ApiError {
  const fields = pointers.map((pointer) => ({ pointer, message: `About ${pointer}` }))
  return new ApiError(422, "Some of it was refused.", "invalid", fields)
}

describe("What the API refuses of a rollout", () => {
  it("stands at the field it is about", () => {
    const { problems } = readRefusal(refused("/targetVersion", "/bakeSeconds", "/maxFailures"))
    expect(problems).toEqual({
      version: "About /targetVersion",
      bake: "About /bakeSeconds",
      failures: "About /maxFailures",
    })
  })

  it("stands at the wave it is about, and above them when it is about all", () => {
    const { waves, problems } = readRefusal(refused("/waves/1/selector/ring", "/waves"))
    expect([waves, problems.waves]).toEqual([{ 1: "About /waves/1/selector/ring" }, "About /waves"])
  })

  it("stands at the value it is about, and says that it is the values", () => {
    const { valueProblem, problems } = readRefusal(refused("/valuesOverride/image/tag"))
    expect(valueProblem("/image/tag")).toBe("About /valuesOverride/image/tag")
    expect(problems.values).toBe("About /valuesOverride/image/tag")
  })

  it("is said as a whole when it is about no field", () => {
    expect(readRefusal(refused("/releases/0")).isAboutNoField).toBe(true)
    expect(readRefusal(new ApiError(503, "The database is away.")).isAboutNoField).toBe(true)
    expect(readRefusal(refused("/timeout")).isAboutNoField).toBe(false)
  })
})
