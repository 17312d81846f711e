import { Send } from "lucide-react"
import type { ViewerRights } from "@/components/layout/viewer-rights"
import { StatusBadge } from "@/components/ledger/deployments/status-badge"
import { Button } from "@/components/ui/button"
import { Chip } from "@/components/ui/copy"
import { DetailList } from "@/components/ui/detail-list"
import { FormError } from "@/components/ui/form-error"
import { Link } from "@/components/ui/link"
import { Time } from "@/components/ui/time"
import { useApiMutation, useChange } from "@/components/ui/use-api-mutation"
import type { Deployment } from "@/lib/ledger/deployments/schema"
import { api, pages } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

/** Distinguishes a test from what pipelines record. */
const testApplication = "pipeline-test"

interface TestDeploymentProps {
  environment: string
  /** The token created on this page; null: sent as the user. */
  token: string | null
  rights: ViewerRights
}

export function TestDeployment({ environment, token, rights }: TestDeploymentProps) {
  const send = useApiMutation("POST", api("/platform/deployments"), {
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  })
  const annul = useChange((id: string) =>
    request(api("/platform/deployments/{id}/annul", id), {
      method: "POST",
      body: { reason: "Test deployment" },
    }),
  )
  const recorded = annul.data ?? send.data

  if (!rights.record) return <p className="text-sm text-muted">Your role cannot record deployments.</p>
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-muted">
        To {environment}, as the application {testApplication},{" "}
        {token === null
          ? "sent as yourself. Create a token to test it too."
          : "sent with the token that you just created."}
      </p>
      <div>
        <Button
          icon={<Send size={14} />}
          loading={send.isPending}
          onClick={() => {
            annul.reset()
            send.mutate({
              application: testApplication,
              environment,
              imageTag: `test-${new Date().toISOString().slice(0, 19).replace(/[-:T]/g, "")}`,
              notes: "A test, sent from Settings → Pipelines.",
            })
          }}
        >
          Send test deployment
        </Button>
      </div>
      <FormError error={send.error ?? annul.error} />
      {recorded && (
        <div role="status" className="flex flex-col gap-3 border-t border-line pt-3">
          <Recorded deployment={recorded} />
          {rights.admin && recorded.annulledAt === null && (
            <div>
              <Button size="sm" loading={annul.isPending} onClick={() => annul.mutate(recorded.id)}>
                Annul test
              </Button>
            </div>
          )}
        </div>
      )}
    </div>
  )
}

function Recorded({ deployment }: { deployment: Deployment }) {
  const { id, application, environment, imageTag, status, recordedBy, recordedAt, annulledAt } = deployment
  return (
    <DetailList
      details={[
        {
          label: "Deployment",
          value: <Link href={pages.deployment(id)}>{`${application} in ${environment}`}</Link>,
        },
        { label: "Image tag", value: <Chip value={imageTag} label="image tag" /> },
        { label: "Status", value: <StatusBadge status={status} /> },
        { label: "Recorded by", value: recordedBy },
        { label: "Recorded", value: <Time at={recordedAt} exact focusable /> },
        {
          label: "Annulled",
          value: annulledAt && "Yes: it is kept but excluded from all metrics and lists.",
        },
      ]}
    />
  )
}
