import { expect, it } from "vitest"
import { aMark } from "./a-mark"
import { promotionPath, rollbackArcs } from "./connections"

it("rollbackArcs connects a rollback to what it replaced if both are known", () => {
  const bad = aMark({ id: "bad", imageTag: "v2" })
  const back = aMark({ id: "back", from: 5, isRollback: true, replaces: "bad" })
  const lone = aMark({ id: "lone", from: 9, isRollback: true, replaces: "long ago" })
  expect(rollbackArcs([bad, back, lone])).toEqual([{ rollback: back, replaced: bad }])
})

it("promotionPath returns the first arrival of a version in each environment, for one application", () => {
  const marks = [
    aMark({ id: "1" }),
    aMark({ id: "2", from: 1, environment: "staging" }),
    aMark({ id: "3", from: 2 }),
    aMark({ id: "4", from: 3, environment: "prod", application: "other" }),
    aMark({ id: "5", from: 4, environment: "prod", imageTag: "v2" }),
  ]
  expect(promotionPath(marks, aMark({})).map((mark) => mark.id)).toEqual(["1", "2"])
})
