import { EnvironmentLimits } from "@/components/admin/tokens/environment-limits"
import { SecretShown } from "@/components/admin/webhooks/secret-shown"
import { TenantLimits } from "@/components/admin/webhooks/tenant-limits"
import { Checkbox } from "@/components/ui/checkbox"
import type { DialogState } from "@/components/ui/dialog-button"
import { FormDialog } from "@/components/ui/form-dialog"
import { useFieldError } from "@/components/ui/form-error"
import { TextField } from "@/components/ui/text-field"
import { useSave } from "@/components/ui/use-edit"
import { webhookEvents, webhookEventTypes } from "@/lib/console/webhooks/event-types"
import type { Webhook } from "@/lib/console/webhooks/schema"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

function readForm(form: FormData) {
  return {
    name: String(form.get("name")),
    url: String(form.get("url")).trim(),
    events: webhookEventTypes.filter((type) => form.getAll("events").includes(type)),
    environments: form.getAll("environments").map(String),
    tenants: form.getAll("tenants").map(String),
  }
}

type WebhookDialogProps = DialogState & { environments: readonly string[]; webhook?: Webhook }

/** Creates a webhook, whose secret is shown once, or edits one. */
export default function WebhookDialog({ environments, webhook, ...state }: WebhookDialogProps) {
  const save = useSave(api("/webhooks"), api("/webhooks/{id}", webhook?.id ?? ""), webhook ?? null, {
    toast: webhook && "Webhook saved",
    invalidates: [queryKeys.webhooks],
  })
  const created = save.data && "secret" in save.data ? save.data : null
  const title = created === null ? "New webhook" : `Secret of ${created.name}`
  const isForNew = webhook === undefined && created === null
  return (
    <FormDialog
      {...state}
      width="lg"
      title={webhook === undefined ? title : `Edit ${webhook.name}`}
      description={
        isForNew
          ? "Sends the selected events to a URL as signed requests, and retries those that fail."
          : undefined
      }
      submit={webhook === undefined ? "Create webhook" : "Save"}
      action={save}
      read={readForm}
      result={created && <SecretShown secret={created.secret} />}
    >
      <WebhookFields environments={environments} webhook={webhook} />
    </FormDialog>
  )
}

const nouns = {
  deployment: "Deployments",
  import: "Imports",
  release: "Releases",
  rollout: "Rollouts",
  quarantine: "Quarantine",
}

function WebhookFields({ environments, webhook }: Pick<WebhookDialogProps, "environments" | "webhook">) {
  const eventsError = useFieldError("events")
  return (
    <>
      <TextField label="Name" name="name" required maxLength={100} defaultValue={webhook?.name} autoFocus />
      <TextField
        label="URL"
        hint="Must use https and respond with 2xx within 15 seconds."
        name="url"
        type="url"
        mono
        required
        maxLength={2_000}
        placeholder="https://hooks.example.com/slipway"
        defaultValue={webhook?.url}
      />
      {Object.entries(nouns).map(([noun, label]) => (
        <fieldset key={noun} className="flex flex-col gap-1.5">
          <legend className="mb-1 text-xs font-medium">{label}</legend>
          <div className="grid gap-x-4 gap-y-2 sm:grid-cols-2">
            {webhookEventTypes
              .filter((type) => type.startsWith(`${noun}.`))
              .map((type) => (
                <Checkbox
                  key={type}
                  name="events"
                  value={type}
                  defaultChecked={webhook?.events.includes(type)}
                  label={<code className="font-mono text-xs">{type}</code>}
                  hint={webhookEvents[type].label}
                />
              ))}
          </div>
        </fieldset>
      ))}
      {eventsError && <p className="text-xs text-failed">{eventsError}</p>}
      <EnvironmentLimits
        label="Environments for deployment events"
        environments={environments}
        chosen={webhook?.environments ?? []}
      />
      <TenantLimits chosen={webhook?.tenants ?? []} />
    </>
  )
}
