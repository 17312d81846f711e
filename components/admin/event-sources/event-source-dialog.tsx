import { SetUpSteps } from "@/components/admin/event-sources/set-up-steps"
import { EnvironmentLimits } from "@/components/admin/tokens/environment-limits"
import { Checkbox } from "@/components/ui/checkbox"
import type { DialogState } from "@/components/ui/dialog-button"
import { FormDialog } from "@/components/ui/form-dialog"
import { Select, TextField } from "@/components/ui/text-field"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import { useEdit } from "@/components/ui/use-edit"
import type { CreatedEventSource, EventSource } from "@/lib/ledger/event-sources/schema"
import { eventSystemNames, eventSystems } from "@/lib/ledger/event-sources/systems"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

interface EventSourceDialogProps extends DialogState {
  /** Null: a new one. */
  source: EventSource | null
  environments: readonly string[]
  url: string | null
}

function readForm(form: FormData) {
  return {
    name: String(form.get("name")).trim(),
    application: String(form.get("application")).trim() || null,
    environments: form.getAll("environments").map(String),
  }
}

const systemOptions = eventSystems.map((system) => ({ value: system, label: eventSystemNames[system] }))

export default function EventSourceDialog({ source, url, ...props }: EventSourceDialogProps) {
  return source === null ? <CreateDialog {...props} url={url} /> : <EditDialog {...props} source={source} />
}

function CreateDialog({ environments, url, ...state }: Omit<EventSourceDialogProps, "source">) {
  const create = useApiMutation("POST", api("/ingest/sources"), { invalidates: [queryKeys.eventSources] })
  const created: CreatedEventSource | null = create.data ?? null
  return (
    <FormDialog
      {...state}
      title={created === null ? "New event source" : `Set up ${created.name}`}
      description={created === null ? "Records the events of another system as deployments." : undefined}
      submit="Create event source"
      action={create}
      read={readCreated}
      result={created && <SetUpSteps source={created} url={url} secret={created.secret} />}
    >
      <Select label="System" name="system" options={systemOptions} defaultValue="GITHUB" />
      <Fields source={null} environments={environments} />
    </FormDialog>
  )
}

function readCreated(form: FormData) {
  const system = eventSystems.find((name) => name === form.get("system")) ?? "GITHUB"
  return { system, ...readForm(form) }
}

type EditDialogProps = Omit<EventSourceDialogProps, "source" | "url"> & { source: EventSource }

function EditDialog({ source, environments, ...state }: EditDialogProps) {
  const save = useEdit(api("/ingest/sources/{id}", source.id), source, {
    toast: ({ name }) => `${name} saved`,
    invalidates: [queryKeys.eventSources],
  })
  return (
    <FormDialog {...state} title={`Edit ${source.name}`} submit="Save" action={save} read={readEdited}>
      <Fields source={source} environments={environments} />
      <Checkbox
        name="enabled"
        label="Enabled"
        hint="While disabled, its events are rejected."
        defaultChecked={source.enabled}
      />
    </FormDialog>
  )
}

const readEdited = (form: FormData) => ({ ...readForm(form), enabled: form.get("enabled") !== null })

function Fields({ source, environments }: Pick<EventSourceDialogProps, "source" | "environments">) {
  return (
    <>
      <TextField
        label="Name"
        hint="Shown as the actor of its deployments, for example the organization."
        name="name"
        defaultValue={source?.name}
        required
        maxLength={100}
        autoFocus
      />
      <TextField
        label="Application"
        optional
        hint="Records all events for this application. Leave empty to use the one in each event."
        name="application"
        defaultValue={source?.application ?? undefined}
        mono
        maxLength={128}
      />
      <EnvironmentLimits environments={environments} chosen={source?.environments ?? []} />
    </>
  )
}
