import { describe, expect, it } from "vitest"
import { readRefusal } from "@/components/fleet/releases/form/refusal"
import { ApiError } from "@/lib/web/client/api-error"

describe("a refusal of the API", () => {
  const refusal = readRefusal(
    new ApiError(422, "Three fields are wrong.", "invalid", [
      { pointer: "/chartVersion", message: "There is no 9.9.9." },
      { pointer: "/valuesOverride/image/tag", message: "Must be text." },
    ]),
  )

  it("lands at the fields it is about", () => {
    expect(refusal.problems).toEqual({ chartVersion: "There is no 9.9.9." })
    expect(refusal.valueProblem("/image/tag")).toBe("Must be text.")
    expect(refusal.valueProblem("/image")).toBeUndefined()
    expect(refusal.isAboutNoField).toBe(false)
  })

  it("that is about no field leaves the fields alone", () => {
    expect(readRefusal(new ApiError(409, "An upgrade runs.", "conflict"))).toMatchObject({
      problems: {},
      isAboutNoField: true,
    })
    expect(readRefusal(null).problems).toEqual({})
  })
})
