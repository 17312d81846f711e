import { Card } from "@/components/ui/card"
import { CodeBlock } from "@/components/ui/code-block"

const named = `SLIPWAY_CLUSTERS="production=~/.kube/config#prod-admin,staging=/etc/slipway/staging.yaml" npm start`
const contexts = "KUBECONFIG=~/.kube/config npm start"

/** How somebody gives Slipway a cluster of their own. */
export function ConnectCluster() {
  return (
    <Card
      title="Connect your own"
      description="Clusters are named when Slipway is started, so that no credentials of theirs are kept here."
    >
      <div className="flex max-w-3xl flex-col gap-4 text-sm">
        <p>
          Name each with its kubeconfig, and a context where it is not the current one. The first is what a
          new tenant gets unless it says otherwise.
        </p>
        <CodeBlock code={named} what="command with names" />
        <p>Or take every context of a kubeconfig by its own name:</p>
        <CodeBlock code={contexts} what="command with contexts" />
        <p className="text-muted">
          In a pod without either, the account of the pod is used. Once there is a cluster, the sandbox is
          not: it keeps its objects in memory and a file, and is for trying out.
        </p>
      </div>
    </Card>
  )
}
