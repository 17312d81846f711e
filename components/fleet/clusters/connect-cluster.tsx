import { Card } from "@/components/ui/card"
import { CodeBlock } from "@/components/ui/copy"

const named = `SLIPWAY_CLUSTERS="production=~/.kube/config#prod-admin,staging=/etc/slipway/staging.yaml" npm start`
const contexts = "KUBECONFIG=~/.kube/config npm start"

/** How to connect Slipway to a cluster of your own. */
export function ConnectCluster() {
  return (
    <Card
      title="Connect a cluster"
      description="Clusters are configured when Slipway is started; their credentials are not stored in the database."
    >
      <div className="flex max-w-3xl flex-col gap-4 text-sm">
        <p>
          Name each cluster with its kubeconfig, and a context if it is not the current one. The first is the
          default cluster of new tenants.
        </p>
        <CodeBlock code={named} what="command with names" />
        <p>Or use every context of a kubeconfig under its own name:</p>
        <CodeBlock code={contexts} what="command with contexts" />
        <p className="text-muted">
          In a pod without either variable, the pod’s service account is used. The sandbox is available only
          without a cluster: it simulates one in memory and is meant for evaluation.
        </p>
      </div>
    </Card>
  )
}
