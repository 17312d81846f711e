import { describe, expect, it, test } from "vitest"
import { readableLine } from "@/lib/kube/helm/failure-text"
import { LineReader } from "@/lib/kube/helm/output"
import { readHelmFailure } from "@/lib/kube/helm/read-failure"
import { withoutBlocking } from "@/tools/testing/without-blocking"

describe("the kind and message of readHelmFailure", () => {
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
    ["Error: something never seen before", "other"],
  ])("%s", (output, kind) => {
    expect(readHelmFailure(output).kind).toBe(kind)
  })

  test("names each unready resource once, with Helm's message", () => {
    const line = "resource Deployment/h4/web not ready. status: InProgress, message: Available: 0/1"
    const error = readHelmFailure(
      `level=WARN msg="upgrade failed" error="${line}\\ncontext deadline exceeded"\nError: UPGRADE FAILED: release h4 failed, and has been rolled back due to rollback-on-failure being set: ${line}\ncontext deadline exceeded`,
    )
    expect(error.kind).toBe("not_ready")
    expect(error.notReady).toHaveLength(1)
    expect(error.notReady[0]).toMatchObject({
      kind: "Deployment",
      namespace: "h4",
      name: "web",
      message: "Available: 0/1",
    })
    expect(error.message).toBe("Not ready: Deployment web (Available: 0/1).")
  })

  test("names an unready resource without a message", () => {
    const error = readHelmFailure(
      "Error: INSTALLATION FAILED: resource ConfigMap/h4/web not ready. status: Unknown, message: ",
    )
    expect(error.message).toBe("Not ready: ConfigMap web (Unknown).")
  })

  test.each([
    "Error: execution error at (demo/templates/a.yaml:1:3): no SECRET",
    'Error: secrets "a" is forbidden: denied for SECRET',
    "Error: UPGRADE FAILED: Apply failed with 1 conflict: SECRET",
    "Error: INSTALLATION FAILED: failed pre-install: 1 error occurred:\n * job failed: SECRET",
    "Error: something never seen before SECRET",
  ])("does not truncate text that needs masking: %s", (output) => {
    const secret = `begin${"x".repeat(5_000)}end`
    const reader = new LineReader(() => undefined)
    reader.write(output.replace("SECRET", secret))
    reader.end()
    expect(readHelmFailure(reader.tail).message).toContain(secret)
  })

  test("reports a template error with its location and cause, regardless of nesting", () => {
    const output = [
      "Error: UPGRADE FAILED: nest/templates/a.yaml:3:8",
      '  executing "nest/templates/a.yaml" at <include "f" .>:',
      "    error calling include:",
      "nest/templates/_h.tpl:2:10",
      '  executing "f" at <.Values.a.b.c>:',
      "    nil pointer evaluating interface {}.b",
    ].join("\n")
    const error = readHelmFailure(output)
    expect(error.kind).toBe("invalid_chart")
    expect(error.message).toBe(
      "The chart cannot be rendered with these values: nest/templates/_h.tpl:2:10 at .Values.a.b.c: nil pointer evaluating interface {}.b.",
    )
  })

  test("reports a template error on one line with the first location and the last cause", () => {
    const output = `Error: INSTALLATION FAILED: template: nest/templates/a.yaml:6:8: executing "nest/templates/a.yaml" at <tpl (.Values.v | default "") .>: error calling tpl: error during tpl function execution for "{{ lookup \\"v1\\" \\"Secret\\" \\"x\\" \\"\\" }}": template: gotpl:1:3: executing "gotpl" at <lookup "v1" "Secret" "x" "">: error calling lookup: secrets is forbidden`
    expect(readHelmFailure(output).message).toBe(
      'The chart cannot be rendered with these values: nest/templates/a.yaml:6:8 at lookup "v1" "Secret" "x" "": error calling lookup: secrets is forbidden.',
    )
  })

  test("names the CRD that the tenant may not add", () => {
    const forbidden = `customresourcedefinitions.apiextensions.k8s.io "gizmos.example.com" is forbidden: User "u" cannot patch resource "customresourcedefinitions" in API group "apiextensions.k8s.io" at the cluster scope`
    const error = readHelmFailure(
      `Error: INSTALLATION FAILED: failed to install CRD crds/c.yaml: server-side apply failed for object /gizmos.example.com apiextensions.k8s.io/v1, Kind=CustomResourceDefinition: ${forbidden}`,
    )
    expect(error).toMatchObject({ kind: "forbidden", message: `The cluster forbids it: ${forbidden}.` })
    expect(error.rejection?.object).toMatchObject({
      kind: "CustomResourceDefinition",
      name: "gizmos.example.com",
    })
  })

  test("names the objects that an uninstall did not delete in time", () => {
    const line = (name: string) =>
      `resource ConfigMap/shop/${name} still exists. status: Terminating, message: Resource scheduled for deletion`
    const error = readHelmFailure(
      `Error: uninstallation completed with 1 error(s): ${line("a")}\n${line("b")}\ncontext deadline exceeded`,
    )
    expect(error).toMatchObject({
      kind: "not_ready",
      message: "Not deleted in time: ConfigMap a, ConfigMap b.",
    })
  })

  test("falls back to the last line of Helm's output", () => {
    expect(readHelmFailure("warning\nError: the moon is full\n").message).toBe("the moon is full")
    expect(readHelmFailure("").message).toBe("Helm failed without an error message.")
  })
})

describe("readHelmFailure", () => {
  const read = (output: string) => readHelmFailure(output)

  it("names the object, field and manager of a conflict, even from a structured log line", () => {
    const error =
      'conflict occurred while applying object exp/web apps/v1, Kind=Deployment: Apply failed with 1 conflict: conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas'
    const structured = `level=WARN msg="upgrade failed" name=web error="${error.replaceAll('"', '\\"')}"`
    const sentence =
      "Fields of Deployment web were changed outside Helm: .spec.replicas (managed by kubectl, scale). Retry with forceConflicts to overwrite them."
    for (const output of [`${structured}\nError: UPGRADE FAILED: ${error}`, structured])
      expect(read(output)).toMatchObject({ kind: "conflict", message: sentence })
  })

  it("lists every field of a conflict with several managers", () => {
    const error =
      'Error: UPGRADE FAILED: conflict occurred while applying object a/web apps/v1, Kind=Deployment: Apply failed with 3 conflicts: conflicts with "kubectl" using apps/v1:\n- .spec.replicas\n- .spec.template.spec.containers[name="web"].image\nconflicts with "autoscaler" using apps/v1:\n- .spec.paused'
    expect(read(error).message).toContain(
      '.spec.replicas, .spec.template.spec.containers[name="web"].image (managed by kubectl); .spec.paused (managed by autoscaler)',
    )
  })

  it.each([
    [
      'Post "https://127.0.0.1:1/validate?timeout=10s": dial tcp 127.0.0.1:1: connect: connection refused',
      "connection refused",
    ],
    ['Post "https://hook.gone.svc:443/v?timeout=10s": service "hook" not found', 'service "hook" not found'],
    [
      'Post "https://hook.gone.svc:443/v?timeout=10s": context deadline exceeded',
      "context deadline exceeded",
    ],
  ])("names an unavailable admission webhook: %s", (failure, cause) => {
    const output = `Error: INSTALLATION FAILED: server-side apply failed for object exp6/s /v1, Kind=ConfigMap: Internal error occurred: failed calling webhook "policy.example.com": failed to call webhook: ${failure}`
    expect(read(output)).toMatchObject({
      kind: "webhook",
      message: `Admission webhook policy.example.com failed: ${cause}. ConfigMap s was not changed.`,
    })
  })

  it.each([
    "connection refused",
    "another operation (install/upgrade/rollback) is in progress",
    "the server has asked for the client to provide credentials",
    "context deadline exceeded",
    "release: not found",
    "Apply failed with 1 conflict: none",
  ])("does not match text quoted by a policy, a webhook or a chart: %s", (quoted) => {
    const object = "server-side apply failed for object a/b /v1, Kind=ConfigMap"
    const policy = `${object}: configmaps "b" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'q' denied request: ${quoted}`
    const denied = `${object}: admission webhook "w.example.com" denied the request: ${quoted}`
    expect(read(`Error: INSTALLATION FAILED: ${policy}`)).toMatchObject({
      kind: "rejected",
      message: `Policy p denied ConfigMap b: ${quoted}.`,
    })
    expect(read(`Error: UPGRADE FAILED: ${denied}`)).toMatchObject({
      kind: "rejected",
      message: `Admission webhook w.example.com denied ConfigMap b: ${quoted}.`,
    })
    const failed = `Error: INSTALLATION FAILED: execution error at (demo/templates/a.yaml:1:3): ${quoted}`
    expect(read(failed)).toMatchObject({
      kind: "invalid_chart",
      message: expect.stringContaining(quoted),
    })
  })

  it.each([
    [
      'Deployment.apps "web" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable',
      "The cluster rejects Deployment web: spec.selector: field is immutable. It cannot be changed on the existing Deployment web. Keep the value, or uninstall the release and install it again.",
    ],
    [
      "StatefulSet.apps \"web\" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas' are forbidden",
      "The cluster rejects Deployment web: spec: updates to statefulset spec for fields other than 'replicas' are forbidden. It cannot be changed on the existing Deployment web. Keep the value, or uninstall the release and install it again.",
    ],
    [
      'Deployment.apps "web" is invalid: spec.template.spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
      'The cluster rejects Deployment web: spec.template.spec.containers[0].resources.requests: "2" must be less than or equal to cpu limit of 1.',
    ],
    [
      'Deployment.apps "web" is invalid: [spec.template.spec.containers[0].image: Required value, spec.replicas: Invalid value: -1: must be greater than or equal to 0]',
      "The cluster rejects Deployment web: spec.template.spec.containers[0].image: required value; spec.replicas: -1 must be greater than or equal to 0.",
    ],
    [
      "failed to convert new object (exp2/web; apps/v1, Kind=Deployment) to proper version: unable to convert unstructured object to apps/v1, Kind=Deployment: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
      "The cluster rejects Deployment web: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'. Check CPU, memory and storage values: valid formats are 500m or 1Gi.",
    ],
  ])("keeps the API server's message: %s", (message, sentence) => {
    const output = `Error: UPGRADE FAILED: server-side apply failed for object exp/web apps/v1, Kind=Deployment: ${message}`
    expect(read(output).message).toBe(sentence)
  })

  it("distinguishes an unreachable cluster from one that responds", () => {
    const unreachable =
      'Error: INSTALLATION FAILED: cluster reachability check failed: kubernetes cluster unreachable: Get "https://127.0.0.1:1/version": dial tcp 127.0.0.1:1: connect: connection refused'
    expect(read(unreachable).kind).toBe("unreachable")
    const unreachableList =
      'Error: query: failed to query with labels: Get "https://127.0.0.1:1/api/v1/namespaces/a/secrets?labelSelector=x": dial tcp 127.0.0.1:1: i/o timeout'
    expect(read(unreachableList).kind).toBe("unreachable")
  })

  it("reports why the cluster rejects a hook", () => {
    const output =
      'Error: INSTALLATION FAILED: failed pre-install: warning: Hook pre-install a/templates/job.yaml failed: 1 error occurred:\n\t* jobs.batch "migrate" is forbidden: exceeded quota: q, requested: count/jobs.batch=1\n'
    expect(read(output)).toMatchObject({
      kind: "hook_failed",
      message:
        "A pre-install hook of the chart failed: The cluster forbids Job migrate: exceeded quota: q, requested: count/jobs.batch=1.",
    })
  })
})

it("reads a long cut log line without blocking", async () => {
  const line = `level=ERROR msg="a ${"a".repeat(32_768)}`
  expect(await withoutBlocking(async () => readableLine(line))).toBe("")
})
