import { CodeBlock } from "@/components/ui/copy"
import { Link } from "@/components/ui/link"
import { ShownOnce } from "@/components/ui/shown-once"
import { useOrigin } from "@/components/ui/use-client-value"
import type { EventSource } from "@/lib/ledger/event-sources/schema"
import type { EventSystem } from "@/lib/ledger/event-sources/systems"
import { pages } from "@/lib/platform/paths"

const steps: Record<EventSystem, readonly string[]> = {
  GITHUB: [
    "In the organization or the repository, open Settings → Webhooks and add a webhook.",
    "Enter the URL and the secret, and choose the content type application/json.",
    "Choose “Let me select individual events” and select only “Deployment statuses”.",
  ],
  GITLAB: [
    "In the group or the project, open Settings → Webhooks and add a webhook.",
    "Enter the URL, and the secret as the signing token. Before GitLab 19, enter it as the secret token.",
    "Select only the trigger “Deployment events”.",
  ],
  FLUX: [
    "Store the secret in the cluster with the command below.",
    "Apply the provider and the alert from Settings → Pipelines → Flux.",
  ],
  GENERIC: [
    "Send the fields of POST /platform/deployments as JSON to the URL.",
    "Sign each request with the secret according to Standard Webhooks, in the headers webhook-id, webhook-timestamp and webhook-signature.",
  ],
}

interface SetUpStepsProps {
  source: Pick<EventSource, "system">
  /** The configured address of Slipway; null: the one in the address bar. */
  url: string | null
  /** Null: it was shown before. */
  secret: string | null
}

export function SetUpSteps({ source: { system }, url, secret }: SetUpStepsProps) {
  const origin = useOrigin()
  return (
    <div className="flex flex-col gap-3">
      {secret === null ? (
        <p className="text-sm">
          The secret was shown once. If you no longer have it, rotate the secret to get a new one.
        </p>
      ) : (
        <ShownOnce label="Secret" value={secret} hint="Copy the secret now." />
      )}
      <div className="flex min-w-0 flex-col gap-1">
        <p className="text-xs font-medium">URL</p>
        <CodeBlock code={`${url ?? origin}/api/v1/ingest/${system.toLowerCase()}`} label="URL" />
      </div>
      <ol className="flex list-decimal flex-col gap-1.5 pl-5 text-sm">
        {steps[system].map((step) => (
          <li key={step}>{step}</li>
        ))}
        <li>
          The next delivery appears under <Link href={pages.requests()}>Requests</Link> as accepted, ignored
          or rejected, with the reason.
        </li>
      </ol>
      {system === "FLUX" && <CodeBlock code={fluxCommand(secret)} label="command that stores the secret" />}
    </div>
  )
}

const fluxCommand = (secret: string | null) =>
  `kubectl -n flux-system create secret generic slipway-webhook \\\n  --from-literal=token='${secret ?? "whsec_…"}'`
