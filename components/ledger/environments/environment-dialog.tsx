"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, type ReactNode, useId, useState } from "react"
import { EnvironmentFields } from "@/components/ledger/environments/environment-fields"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { showToast } from "@/components/ui/toast"
import type { Environment } from "@/lib/ledger/environments/schema"
import { api } from "@/lib/platform/paths"
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
  const [open, setOpen] = useState(false)
  const formId = useId()
  const queries = useQueryClient()
  const save = useMutation({
    mutationFn: (body: ReturnType<typeof readForm>) =>
      environment === null
        ? request<Environment>(api.environments(), { method: "POST", body })
        : request<Environment>(api.environment(environment.name), { method: "PATCH", body }),
    onSuccess: async (saved) => {
      setOpen(false)
      showToast(environment === null ? `${saved.name} created` : `${saved.name} saved`)
      await queries.invalidateQueries()
    },
  })

  function change(next: boolean) {
    setOpen(next)
    if (next) save.reset()
  }

  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={trigger}
      title={environment === null ? "New environment" : `Edit ${environment.name}`}
      description={
        environment === null
          ? undefined
          : "Existing deployments stay with the environment when you rename it."
      }
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" loading={save.isPending}>
            {environment === null ? "Create environment" : "Save"}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault()
          save.mutate(readForm(new FormData(event.currentTarget)))
        }}
        className="flex flex-col gap-4"
      >
        <EnvironmentFields environment={environment} nextRank={nextRank} error={save.error} />
      </form>
    </Dialog>
  )
}
