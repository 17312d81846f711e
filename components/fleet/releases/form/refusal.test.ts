import { describe, expect, it } from "vitest"
import { readRefusal } from "@/components/fleet/releases/form/refusal"
import { ApiError } from "@/lib/web/client/api-error"

describe("readRefusal", () => {
  const refusal = readRefusal(
    new ApiError(422, "Three fields are wrong.", "invalid", [
      { pointer: "/chartVersion", message: "There is no 9.9.9." },
      { pointer: "/valuesOverride/image/tag", message: "Must be text." },
    ]),
  )

  it("assigns messages to their fields", () => {
    expect(refusal.problems).toEqual({ chartVersion: "There is no 9.9.9." })
    expect(refusal.valueProblem("/image/tag")).toBe("Must be text.")
    expect(refusal.valueProblem("/image")).toBeUndefined()
    expect(refusal.isAboutNoField).toBe(false)
  })

  it("reports no field problems when the error concerns no field", () => {
    expect(readRefusal(new ApiError(409, "An upgrade runs.", "conflict"))).toMatchObject({
      problems: {},
      isAboutNoField: true,
    })
    expect(readRefusal(null).problems).toEqual({})
  })
})
