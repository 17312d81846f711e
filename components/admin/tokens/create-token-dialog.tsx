import { EnvironmentLimits } from "@/components/admin/tokens/environment-limits"
import { TokenShown } from "@/components/admin/tokens/token-shown"
import { Checkbox } from "@/components/ui/checkbox"
import type { DialogState } from "@/components/ui/dialog-button"
import { FormDialog } from "@/components/ui/form-dialog"
import { useFieldError } from "@/components/ui/form-error"
import { Select, TextField } from "@/components/ui/text-field"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import { type Scope, scopes } from "@/lib/identity/auth/scopes"
import { dayMs } from "@/lib/platform/instant"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

const lifetimes = [
  { value: "90", label: "90 days" },
  { value: "30", label: "30 days" },
  { value: "365", label: "1 year" },
  { value: "", label: "Never" },
]

function readForm(form: FormData) {
  const days = String(form.get("days"))
  return {
    name: String(form.get("name")),
    scopes: scopes.filter((scope) => form.getAll("scopes").includes(scope)),
    environments: form.getAll("environments").map(String),
    expiresAt: days === "" ? null : new Date(Date.now() + Number(days) * dayMs).toISOString(),
  }
}

interface CreateTokenDialogProps extends DialogState {
  environments: readonly string[]
  suggested?: { name: string; environment: string }
  onCreated?: (token: string) => void
}

export default function CreateTokenDialog({
  environments,
  suggested,
  onCreated,
  ...state
}: CreateTokenDialogProps) {
  const create = useApiMutation("POST", api("/tokens"), {
    invalidates: [queryKeys.tokens],
    onSuccess: ({ token }) => onCreated?.(token),
  })
  const createdToken = create.data ?? null
  return (
    <FormDialog
      {...state}
      title={createdToken === null ? "New API token" : `Token for ${createdToken.name}`}
      description={
        createdToken === null ? "For a pipeline or script, which acts under the token's name." : undefined
      }
      submit="Create token"
      action={create}
      read={readForm}
      result={createdToken && <TokenShown token={createdToken.token} />}
    >
      <TokenFields environments={environments} suggested={suggested} />
    </FormDialog>
  )
}

type TokenFieldsProps = Pick<CreateTokenDialogProps, "environments" | "suggested">

function TokenFields({ environments, suggested }: TokenFieldsProps) {
  const scopesError = useFieldError("scopes")
  return (
    <>
      <TextField
        label="Name"
        hint="Shown as the actor in records, such as the pipeline name."
        name="name"
        defaultValue={suggested?.name}
        required
        maxLength={100}
        autoFocus
      />
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 text-xs font-medium">Scopes</legend>
        {scopes.map((scope) => (
          <Checkbox
            key={scope}
            name="scopes"
            value={scope}
            defaultChecked={scope === "deployments:write"}
            label={<code className="font-mono text-xs">{scope}</code>}
            hint={scopeLabels[scope]}
          />
        ))}
        {scopesError && <p className="text-xs text-failed">{scopesError}</p>}
      </fieldset>
      <EnvironmentLimits
        environments={environments}
        chosen={suggested === undefined ? [] : [suggested.environment]}
      />
      <Select
        label="Expires after"
        error={useFieldError("expiresAt")}
        name="days"
        options={lifetimes}
        defaultValue="90"
      />
    </>
  )
}

const scopeLabels: Record<Scope, string> = {
  "deployments:read": "Read the ledger: history, current versions, drift, insights.",
  "deployments:write":
    "Record deployments, complete them and mark them as rolled back. Includes read access.",
  "releases:read": "Read Helm releases and their history.",
  "releases:write": "Install, upgrade, roll back and uninstall Helm releases. Includes read access.",
  admin: "Full access, including users, tokens and environments. Not for pipelines.",
}
