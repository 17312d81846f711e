import { describe, expect, test } from "vitest"
import { LineReader } from "@/lib/helm/output"
import { readHelmFailure } from "@/lib/helm/read-failure"

describe("why Helm did not do it", () => {
  test.each([
    ["Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress", "in_progress"],
    ["Error: INSTALLATION FAILED: cannot re-use a name that is still in use", "name_in_use"],
    [
      "Error: INSTALLATION FAILED: release name check failed: cannot reuse a name that is still in use",
      "name_in_use",
    ],
    ['Error: UPGRADE FAILED: "nope" has no deployed releases', "nothing_deployed"],
    ["Error: release: not found", "not_found"],
    ["Error: release has no 77 version", "not_found"],
    [
      'Error: kubernetes cluster unreachable: Get "https://127.0.0.1:1/version": connection refused',
      "unreachable",
    ],
    [
      "Error: Kubernetes cluster unreachable: the server has asked for the client to provide credentials",
      "unauthenticated",
    ],
    [
      'Error: query: failed to query with labels: secrets is forbidden: User "x" cannot list\nError: secrets "a" is forbidden: no',
      "forbidden",
    ],
    [
      'Error: unable to continue with install: ConfigMap "a" in namespace "b" exists and cannot be imported into the current release',
      "owned_elsewhere",
    ],
    [
      'Error: UPGRADE FAILED: conflict occurred while applying object: Apply failed with 1 conflict: conflict with "kubectl" using apps/v1: .spec.replicas',
      "conflict",
    ],
    [
      "Error: INSTALLATION FAILED: values don't meet the specifications of the schema(s) in the following chart(s):",
      "invalid_values",
    ],
    ["Error: INSTALLATION FAILED: failed to parse -: cannot unmarshal yaml document", "invalid_values"],
    ["Error: execution error at (demo/templates/a.yaml:1:3): image is needed", "invalid_chart"],
    ["Error: UPGRADE FAILED: context deadline exceeded", "not_ready"],
    [
      "Error: INSTALLATION FAILED: failed pre-install: 1 error occurred:\n * job failed: BackoffLimitExceeded",
      "hook_failed",
    ],
    [
      'Error: INSTALLATION FAILED: Deployment.apps "z3" is invalid: spec.template.spec.containers[0].image: Required value',
      "rejected",
    ],
    ['Error: create: failed to create: namespaces "nons" not found', "rejected"],
    ["Error: something nobody has seen yet", "other"],
  ])("%s", (output, kind) => {
    expect(readHelmFailure(output, 1).kind).toBe(kind)
  })

  test("a resource that is not ready is named, with what Helm says of it, once", () => {
    const line = "resource Deployment/h4/web not ready. status: InProgress, message: Available: 0/1"
    const error = readHelmFailure(
      `level=WARN msg="upgrade failed" error="${line}\\ncontext deadline exceeded"\nError: UPGRADE FAILED: release h4 failed, and has been rolled back due to rollback-on-failure being set: ${line}\ncontext deadline exceeded`,
      1,
    )
    expect(error.kind).toBe("not_ready")
    expect(error.notReady).toHaveLength(1)
    expect(error.notReady[0]).toMatchObject({
      kind: "Deployment",
      namespace: "h4",
      name: "web",
      message: "Available: 0/1",
    })
    expect(error.rolledBack).toBe(true)
    expect(error.message).toBe("Not ready: Deployment web (Available: 0/1).")
  })

  test.each([
    "Error: execution error at (demo/templates/a.yaml:1:3): no SECRET",
    'Error: secrets "a" is forbidden: denied for SECRET',
    "Error: UPGRADE FAILED: Apply failed with 1 conflict: SECRET",
    "Error: INSTALLATION FAILED: failed pre-install: 1 error occurred:\n * job failed: SECRET",
    "Error: something nobody has seen yet SECRET",
  ])("what is to be masked in it is whole, however long it is: %s", (output) => {
    const secret = `begin${"x".repeat(5_000)}end`
    const reader = new LineReader(() => undefined)
    reader.write(output.replace("SECRET", secret))
    reader.end()
    expect(readHelmFailure(reader.tail, 1).message).toContain(secret)
  })

  test("a template's error is told with its place and cause, however deep it happened", () => {
    const output = [
      "Error: UPGRADE FAILED: nest/templates/a.yaml:3:8",
      '  executing "nest/templates/a.yaml" at <include "f" .>:',
      "    error calling include:",
      "nest/templates/_h.tpl:2:10",
      '  executing "f" at <.Values.a.b.c>:',
      "    nil pointer evaluating interface {}.b",
    ].join("\n")
    const error = readHelmFailure(output, 1)
    expect(error.kind).toBe("invalid_chart")
    expect(error.message).toBe(
      "The chart cannot be rendered with these values: nest/templates/_h.tpl:2:10 at .Values.a.b.c: nil pointer evaluating interface {}.b.",
    )
  })

  test("what no rule knows is told in Helm's last words", () => {
    expect(readHelmFailure("warning\nError: the moon is full\n", 1).message).toBe("the moon is full")
    expect(readHelmFailure("", 1).message).toBe("Helm failed and did not say why.")
  })
})
