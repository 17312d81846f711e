import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { DomainError } from "@/lib/platform/errors"
import {
  actionsIn,
  assessBake,
  exceeds,
  freeSlots,
  readMaxFailures,
  requireAction,
  stepOfWave,
  thresholdMessage,
} from "./rollout-rules"
import type { RolloutAction } from "./schema"
import { maxFailuresSchema, rolloutStates, waveStates } from "./schema"

describe("assessBake", () => {
  const unready = fc.array(
    fc.record({
      kind: fc.constantFrom("Deployment", "StatefulSet", "Job"),
      name: fc.constantFrom("web", "db"),
      explanation: fc.constant("0/1 are ready."),
      degraded: fc.boolean(),
    }),
  )

  it("fails immediately for degraded workloads, and for unready ones only at the end", () => {
    fc.assert(
      fc.property(unready, fc.boolean(), (workloads, isOver) => {
        const hasDegraded = workloads.some(({ degraded }) => degraded)
        const isUnreadyAtEnd = isOver && workloads.some(({ kind }) => kind !== "Job")
        expect(assessBake(workloads, isOver) !== null).toBe(hasDegraded || isUnreadyAtEnd)
      }),
    )
    const unreadyWorkload = {
      kind: "Deployment",
      name: "web",
      explanation: "0/1 are ready.",
      degraded: false,
    }
    const degradedWorkload = {
      ...unreadyWorkload,
      explanation: "Pod web-1: CrashLoopBackOff",
      degraded: true,
    }
    expect([
      assessBake([unreadyWorkload], false),
      assessBake([unreadyWorkload], true),
      assessBake([unreadyWorkload, degradedWorkload], true),
    ]).toEqual([
      null,
      "Not ready at the end of the bake time: Deployment web: 0/1 are ready.",
      "Degraded during the bake time: Deployment web: Pod web-1: CrashLoopBackOff",
    ])
  })
})

describe("failure threshold", () => {
  it("allows any number of failures when there is none", () => {
    fc.assert(fc.property(fc.nat(), fc.nat(), (failures, upgrades) => !exceeds(null, failures, upgrades)))
  })

  it("is exceeded by one failure more than the number", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (maxFailures, upgrades) => {
        expect([
          exceeds(maxFailures, maxFailures, upgrades),
          exceeds(maxFailures, maxFailures + 1, upgrades),
        ]).toEqual([false, true])
      }),
    )
  })

  it("computes percentages of the planned upgrades exactly", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 1, max: 10_000 }),
        (percent, upgrades) => {
          const allowed = Math.floor((percent * upgrades) / 100 + 1e-9)
          expect(exceeds(`${percent}%`, allowed, upgrades)).toBe(false)
          expect(exceeds(`${percent}%`, allowed + 1, upgrades)).toBe(true)
        },
      ),
    )
    expect(exceeds("7%", 7, 100)).toBe(false)
  })

  it("is stored unchanged", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.nat(100_000),
          fc.integer({ min: 0, max: 100 }).map((one) => `${one}%`),
        ),
        (options) => {
          const parsed = maxFailuresSchema.parse(options)
          expect(readMaxFailures(String(parsed))).toBe(options)
        },
      ),
    )
  })

  it("names the number that paused the rollout", () => {
    expect(thresholdMessage(3, 4, 60)).toBe("4 releases failed; more than 3 pause the rollout.")
    expect(thresholdMessage("10%", 7, 60)).toBe("7 of 60 releases failed; more than 10% pause the rollout.")
    expect(thresholdMessage(0, 1, 60)).toBe("1 release failed; more than 0 pause the rollout.")
  })
})

describe("stepOfWave", () => {
  const progress = fc.record({
    state: fc.constantFrom(...waveStates),
    open: fc.nat(3),
    started: fc.nat(3),
    baked: fc.boolean(),
  })

  it("never ends while a release is open or before the bake is over", () => {
    fc.assert(
      fc.property(progress, fc.nat(3), (wave, bakeSeconds) => {
        const step = stepOfWave(wave, bakeSeconds)
        if (step !== "finish" || wave.state === "DONE") return
        if (wave.state === "BAKING") expect(wave.baked).toBe(true)
        else expect(wave.open).toBe(0)
        if (wave.state === "RUNNING") expect(wave.started === 0 || bakeSeconds === 0).toBe(true)
      }),
    )
  })

  it("always ends eventually", () => {
    fc.assert(
      fc.property(fc.nat(3), fc.nat(3), fc.nat(3), (open, started, bakeSeconds) => {
        const states: string[] = []
        let wave = { state: "PENDING" as (typeof waveStates)[number], open, started: 0, baked: false }
        for (let attempt = 0; attempt < 6 && wave.state !== "DONE"; attempt++) {
          const step = stepOfWave(wave, bakeSeconds)
          states.push(step)
          if (step === "begin") wave = { ...wave, state: "RUNNING" }
          else if (step === "bake") wave = { ...wave, state: "BAKING" }
          else if (step === "finish") wave = { ...wave, state: "DONE" }
          else if (wave.state === "RUNNING") wave = { ...wave, open: 0, started: Math.min(open, started) }
          else wave = { ...wave, baked: true }
        }
        expect([wave.state, states]).toEqual(["DONE", states])
      }),
    )
  })

  it("never exceeds the concurrency", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.nat(60), (concurrency, running) => {
        const slots = freeSlots(concurrency, running)
        expect(slots).toBeGreaterThanOrEqual(0)
        expect(slots + running).toBeLessThanOrEqual(Math.max(concurrency, running))
      }),
    )
  })
})

describe("requireAction", () => {
  const actions: RolloutAction[] = ["pause", "resume", "abort", "rollback"]

  it.each(rolloutStates.flatMap((state) => actions.map((action) => [state, action] as const)))(
    "in %s allows %s, and throws a 409 that names the state otherwise",
    (state, action) => {
      const act = () => requireAction(state, action)
      if (actionsIn[state].includes(action)) {
        expect(act).not.toThrow()
      } else {
        expect(act).toThrow(DomainError)
        expect(act).toThrow(`The rollout is ${state} and cannot be`)
      }
    },
  )

  it("lists what the state allows", () => {
    expect(() => requireAction("PAUSED", "pause")).toThrow(/It can be resumed, aborted,? or rolled back\.$/)
  })
})
