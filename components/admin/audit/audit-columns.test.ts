import { expect, it } from "vitest"
import { detailLine } from "./audit-columns"

it("the details of an entry start with readable values and omit empty ones and the name of the subject", () => {
  const detail = {
    operationId: "01a2",
    releaseName: "acme-ai",
    namespace: "tenant-acme",
    revision: 1,
    error: null,
    values: ["a"],
  }
  expect(detailLine({ detail, subjectName: "acme-ai" })).toBe(
    'namespace tenant-acme, revision 1, values ["a"], operationId 01a2',
  )
})
