"use client"

import type { ReactNode } from "react"
import { EnvironmentFields } from "@/components/ledger/environments/environment-fields"
import { FormDialog } from "@/components/ui/dialog"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import type { Environment } from "@/lib/ledger/environments/schema"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { request } from "@/lib/web/client/request"

function readForm(form: FormData) {
  return {
    name: String(form.get("name")).trim(),
    rank: form.get("stage") === null ? null : Number(form.get("rank")),
    aliases: String(form.get("aliases"))
      .split(/[\n,]/)
      .map((alias) => alias.trim())
      .filter((alias) => alias !== ""),
    production: form.get("production") !== null,
    colour: form.get("coloured") === null ? null : String(form.get("colour")),
    ...archiveAfterDaysOf(form.get("archiveAfterDays")),
  }
}

/** The field is shown only with a pattern; empty means never. */
function archiveAfterDaysOf(value: FormDataEntryValue | null): { archiveAfterDays?: number | null } {
  if (value === null) return {}
  return { archiveAfterDays: value === "" ? null : Number(value) }
}

type EnvironmentDialogProps = {
  /** The environment to edit; null creates one. */
  environment: Environment | null
  /** The default rank of an environment without one. */
  nextRank: number
  trigger: ReactNode
}

/** Creates or edits an environment; existing deployments stay with it when it is renamed. */
export function EnvironmentDialog({ environment, nextRank, trigger }: EnvironmentDialogProps) {
  const save = useApiMutation(
    (body: ReturnType<typeof readForm>) =>
      environment === null
        ? request<Environment>(api.environments(), { method: "POST", body })
        : request<Environment>(api.environment(environment.name), { method: "PATCH", body }),
    {
      toast: ({ name }) => (environment === null ? `${name} created` : `${name} saved`),
      invalidates: [queryKeys.all],
    },
  )
  return (
    <FormDialog
      trigger={trigger}
      title={environment === null ? "New environment" : `Edit ${environment.name}`}
      description={
        environment === null
          ? undefined
          : "Existing deployments stay with the environment when you rename it."
      }
      submit={environment === null ? "Create environment" : "Save"}
      action={save}
      read={readForm}
    >
      <EnvironmentFields environment={environment} nextRank={nextRank} error={save.error} />
    </FormDialog>
  )
}
