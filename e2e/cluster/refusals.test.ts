import { randomBytes } from "node:crypto"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { KubernetesApi } from "@/lib/kube/cluster/kubernetes-api"
import { ClusterStage, ifMissing } from "./stage"

let stage: ClusterStage
const mark = `slipway-${randomBytes(3).toString("hex")}`
const cleanup: string[] = []

beforeAll(async () => {
  stage = await ClusterStage.set()
})
afterAll(async () => {
  for (const path of cleanup) await stage.operator.remove(path).catch(ifMissing)
  await stage?.remove()
})

const admission = "/apis/admissionregistration.k8s.io/v1"

async function createGlobally(kind: string, plural: string, rest: object, name = mark): Promise<void> {
  const path = `${admission}/${plural}`
  cleanup.push(`${path}/${name}`)
  await stage.create(path, name, "admissionregistration.k8s.io/v1", kind, rest)
}

/** A webhook that nothing listens for. */
const webhookAway = (rule: object, matchLabels: Record<string, string>) => ({
  webhooks: [
    {
      name: "policy.example.com",
      clientConfig: { url: "https://127.0.0.1:1/validate" },
      rules: [rule],
      namespaceSelector: { matchLabels },
      failurePolicy: "Fail",
      sideEffects: "None",
      admissionReviewVersions: ["v1"],
    },
  ],
})

const configMaps = { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["configmaps"] }
/** Retries until the configuration has taken effect. */
async function refusal(slug: string, expected: RegExp, values: object = {}): Promise<string | null> {
  const tenantId = await stage.tenant(slug, { labels: { [mark]: slug } })
  for (let attempt = 0; ; attempt++) {
    const error = await stage.install(tenantId, values, { releaseName: `app${attempt}` })
    if (attempt === 5 || expected.test(error ?? "")) return error
  }
}

describe("The error of a failed install", () => {
  it("names an admission webhook that does not respond", async () => {
    await createGlobally(
      "ValidatingWebhookConfiguration",
      "validatingwebhookconfigurations",
      webhookAway(configMaps, { [mark]: "webhook" }),
    )
    const expected =
      /^Admission webhook policy\.example\.com failed: connection refused\. ConfigMap app\d was not changed\.$/
    expect(await refusal("webhook", expected)).toMatch(expected)
  })

  it("names an admission webhook without which nothing can be uninstalled", async () => {
    const tenantId = await stage.tenant("removal", { labels: { [`${mark}-removal`]: "yes" } })
    const { client } = stage
    const body = { tenantId, releaseName: "app", chartName: "app", chartVersion: "1.0.0", timeout: 60 }
    const installed = await client.install(body)
    expect((await client.done(installed)).error).toBeNull()
    await createGlobally(
      "ValidatingWebhookConfiguration",
      "validatingwebhookconfigurations",
      webhookAway({ ...configMaps, operations: ["DELETE"] }, { [`${mark}-removal`]: "yes" }),
      `${mark}-removal`,
    )
    const configMap = `/api/v1/namespaces/${stage.namespaceOf("removal")}/configmaps/app`
    const deletion = () => stage.operator.tryRemove(configMap).catch((error: Error) => error.message)
    await expect.poll(deletion).toMatch(/failed calling webhook/)
    const { error } = await client.done(await client.uninstall(installed.body.id, "?timeout=5"))
    expect(error).toBe(
      "Admission webhook policy.example.com failed: connection refused. ConfigMap app was not changed. Fix the cause and uninstall it again.",
    )
  })

  it("names a policy and its message", async () => {
    await createGlobally("ValidatingAdmissionPolicy", "validatingadmissionpolicies", {
      spec: {
        failurePolicy: "Fail",
        matchConstraints: { resourceRules: [configMaps] },
        validations: [
          { expression: "object.metadata.labels.checked != 'yes'", message: "checked: connection refused" },
        ],
      },
    })
    await createGlobally("ValidatingAdmissionPolicyBinding", "validatingadmissionpolicybindings", {
      spec: {
        policyName: mark,
        validationActions: ["Deny"],
        matchResources: { namespaceSelector: { matchLabels: { [mark]: "policy" } } },
      },
    })
    const expected = new RegExp(`^Policy ${mark} denied ConfigMap app\\d: checked: connection refused\\.$`)
    expect(await refusal("policy", expected, { checked: "yes" })).toMatch(expected)
  })

  it("gives the reason why Pods are rejected: PodSecurity, a quota, a limit, a service account", async () => {
    const secured = await stage.tenant("secured", {
      labels: { "pod-security.kubernetes.io/enforce": "restricted" },
    })
    expect(await stage.install(secured)).toMatch(
      /Its Pods cannot be created: violates PodSecurity "restricted/,
    )
    const quota = await stage.tenant("quota", { labels: {} })
    await createIn("quota", "resourcequotas", "ResourceQuota", { spec: { hard: { pods: "0" } } })
    await stage.operator.put(`/api/v1/namespaces/${stage.namespaceOf("quota")}/resourcequotas/q/status`, {
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: { name: "q", namespace: stage.namespaceOf("quota") },
      spec: { hard: { pods: "0" } },
      status: { hard: { pods: "0" }, used: { pods: "0" } },
    })
    expect(await stage.install(quota)).toMatch(/Its Pods cannot be created: exceeded quota: q/)
    const limited = await stage.tenant("limited", { labels: {} })
    await createIn("limited", "limitranges", "LimitRange", {
      spec: { limits: [{ type: "Container", max: { cpu: "100m" } }] },
    })
    const resources = { limits: { cpu: "1" } }
    expect(await stage.install(limited, { resources })).toMatch(/maximum cpu usage per Container is 100m/)
    const account = await stage.tenant("account")
    const error = await stage.install(account, { account: "missing" })
    expect(error).toMatch(/serviceaccount "missing" not found/)
    expect(error?.match(/serviceaccount "missing" not found/g)).toHaveLength(1)
  })

  it("keeps the API server's message about an invalid object", async () => {
    const tenantId = await stage.tenant("invalid")
    const resources = { limits: { cpu: "1" }, requests: { cpu: "2" } }
    expect(await stage.install(tenantId, { resources })).toMatch(
      /^The cluster rejects Deployment app: spec\.template\.spec\.containers\[0\]\.resources\.requests: "2" must be less than or equal to cpu limit/,
    )
    const bad = { resources: { limits: { cpu: "1x" } } }
    expect(await stage.install(tenantId, bad, { releaseName: "quantity" })).toMatch(
      /^The cluster rejects Deployment quantity: quantities must match/,
    )
    const body = { tenantId, releaseName: "fixed", chartName: "app", chartVersion: "1.0.0", timeout: 60 }
    const installed = await stage.client.install(body)
    expect((await stage.client.done(installed)).error).toBeNull()
    const change = { valuesOverride: { selector: "other" } }
    const { error } = await stage.client.done(await stage.client.change(installed.body.id, "upgrade", change))
    expect(error).toMatch(/Deployment fixed: spec\.selector: field is immutable\. .*install it again/)
  })

  it("does not blame a hook of another release", async () => {
    const tenantId = await stage.tenant("hooks")
    const hook = "registry.example.com/fail:1"
    const [failing, other] = await Promise.all([
      stage.install(tenantId, { hook, selector: "a" }, { releaseName: "failing" }),
      stage.install(
        tenantId,
        { image: "registry.example.com/broken:1", selector: "b" },
        { releaseName: "other" },
      ),
    ])
    expect(failing).toMatch(/failing-migrate/)
    expect(other).not.toMatch(/failing/)
  })
})

describe("An account without permissions", () => {
  it("reports what an operator must create, and leaves nothing behind", async () => {
    const bindings = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/slipway"
    await stage.operator.remove(bindings)
    await stage.create(
      "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
      "slipway",
      "rbac.authorization.k8s.io/v1",
      "ClusterRoleBinding",
      {
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "slipway-namespaces" },
        subjects: [{ kind: "ServiceAccount", name: "slipway", namespace: "slipway" }],
      },
    )
    cleanup.push("/apis/rbac.authorization.k8s.io/v1/clusterroles/slipway-namespaces")
    await stage.create(
      "/apis/rbac.authorization.k8s.io/v1/clusterroles",
      "slipway-namespaces",
      "rbac.authorization.k8s.io/v1",
      "ClusterRole",
      {
        rules: [{ apiGroups: [""], resources: ["namespaces"], verbs: ["get", "create"] }],
      },
    )
    const error = await stage.install(await stage.tenant("unprepared"))
    const namespace = stage.namespaceOf("unprepared")
    expect(error).toMatch(/rbac\.yaml/)
    expect(error).toContain(`kubectl create namespace ${namespace}`)
    expect(await stage.read("v1", "Namespace", "", namespace)).toBeNull()
  })

  it("reports rejected credentials with the same message everywhere", async () => {
    const cluster = {
      ...stage.operatorCluster,
      kubeconfig: withToken(stage.operatorCluster.kubeconfig, "expired"),
    }
    using api = new KubernetesApi(cluster)
    const said = await api
      .get("/api/v1/namespaces", (await import("zod")).z.unknown())
      .catch((error: Error) => error.message)
    expect(said).toMatch(/rejects Slipway's credentials \(401 Unauthorized\)/)
  })
})

function withToken(kubeconfig: string, token: string): string {
  const config = JSON.parse(kubeconfig)
  return JSON.stringify({ ...config, users: [{ ...config.users[0], user: { token } }] })
}

async function createIn(slug: string, plural: string, kind: string, rest: object): Promise<void> {
  await stage.create(`/api/v1/namespaces/${stage.namespaceOf(slug)}/${plural}`, "q", "v1", kind, rest)
}
