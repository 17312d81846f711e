import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { getArgs, getValuesArgs, historyArgs, listArgs } from "@/tools/testing/helm-reads"
import { installArgs, rollbackArgs, templateArgs, uninstallArgs, upgradeArgs } from "./arguments"

const change = {
  releaseName: "acme",
  namespace: "tenant-acme",
  chart: "/charts/demo.tgz",
  wait: true,
  timeoutSeconds: 300,
  atomic: true,
}

describe("Helm arguments", () => {
  test("wait and roll back with the flags of Helm 4 and Helm 3", () => {
    expect(installArgs(4, { ...change, waitForJobs: true })).toEqual([
      "install",
      "--namespace=tenant-acme",
      "--wait=watcher",
      "--wait-for-jobs",
      "--timeout=300s",
      "--rollback-on-failure",
      "--skip-schema-validation",
      "--output=json",
      "--values=-",
      "--",
      "acme",
      "/charts/demo.tgz",
    ])
    expect(installArgs(3, change)).toContain("--wait")
    expect(installArgs(3, change)).toContain("--atomic")
  })

  test("include waiting when atomic", () => {
    expect(upgradeArgs(4, { ...change, wait: false, base: "reset" })).toContain("--wait=watcher")
    expect(upgradeArgs(4, { ...change, wait: false, atomic: false, base: "reset" })).not.toContain(
      "--wait=watcher",
    )
  })

  test("force conflicts only with Helm 4", () => {
    expect(upgradeArgs(4, { ...change, base: "reset", forceConflicts: true })).toContain("--force-conflicts")
    expect(upgradeArgs(3, { ...change, base: "reset", forceConflicts: true })).not.toContain(
      "--force-conflicts",
    )
  })
})

describe("never turn user input into a flag or a command", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "--post-renderer=/bin/sh",
      "-f",
      "--",
      "; rm -rf /",
      "$(id)",
      "`id`",
      "--set=a=b",
      "\n--debug",
    ),
  )
  const flag = /^--[a-z-]+(=|$)/

  /** Every argument before `--` is a command word or one of our flags; user input only follows `=` or `--`. */
  function hasOnlyFlags(args: string[], words: number, positional: readonly string[]): void {
    const end = positional.length === 0 ? args.length : args.length - positional.length - 1
    for (const word of args.slice(words, end)) expect(word).toMatch(flag)
    if (positional.length > 0) expect(args.slice(end)).toEqual(["--", ...positional])
  }

  test("in installs, upgrades, rollbacks and uninstalls", () => {
    fc.assert(
      fc.property(
        text,
        text,
        text,
        text,
        fc.constantFrom(3 as const, 4 as const),
        (releaseName, namespace, chart, description, major) => {
          const input = { ...change, releaseName, namespace, chart, description }
          hasOnlyFlags(installArgs(major, { ...input, createNamespace: true }), 1, [releaseName, chart])
          hasOnlyFlags(upgradeArgs(major, { ...input, base: "reset-then-reuse" }), 1, [releaseName, chart])
          hasOnlyFlags(rollbackArgs(major, { ...input, revision: 3 }), 1, [releaseName, "3"])
          hasOnlyFlags(uninstallArgs(major, { ...input, keepHistory: true }), 1, [releaseName])
          expect(installArgs(major, input)).toContain(`--description=${description}`)
        },
      ),
    )
  })

  test("in every read command", () => {
    fc.assert(
      fc.property(text, text, text, (releaseName, namespace, other) => {
        hasOnlyFlags(historyArgs({ releaseName, namespace }), 1, [releaseName])
        hasOnlyFlags(getArgs("manifest", { releaseName, namespace }), 2, [releaseName])
        hasOnlyFlags(getValuesArgs({ releaseName, namespace, all: true }), 2, [releaseName])
        hasOnlyFlags(listArgs({ namespace, filter: other }), 1, [])
        hasOnlyFlags(templateArgs({ releaseName, namespace, chart: other }), 1, [releaseName, other])
      }),
    )
  })
})
