"use client"

import { useState } from "react"
import { Checkbox } from "@/components/ui/checkbox"
import { Field } from "@/components/ui/field"
import { FormError } from "@/components/ui/form-error"
import { TextField } from "@/components/ui/text-field"
import { ApiError } from "@/lib/api/api-error"
import type { Environment } from "@/lib/environments/schema"

type EnvironmentFieldsProps = { environment: Environment | null; nextRank: number; error: unknown }

export function EnvironmentFields({ environment, nextRank, error }: EnvironmentFieldsProps) {
  const [coloured, setColoured] = useState((environment?.colour ?? null) !== null)
  const problem = (name: string) => (error instanceof ApiError ? error.field(name) : undefined)
  return (
    <>
      <FormError error={error} />
      <Field label="Name" error={problem("name")}>
        {(control) => (
          <TextField
            {...control}
            name="name"
            mono
            required
            maxLength={63}
            defaultValue={environment?.name}
            autoComplete="off"
            autoFocus
          />
        )}
      </Field>
      <Field
        label="Rank"
        hint="Lower comes first on the ladder; environments of one rank stand side by side on one rung."
        error={problem("rank")}
      >
        {(control) => (
          <TextField
            {...control}
            name="rank"
            type="number"
            min={0}
            max={1000}
            required
            defaultValue={environment?.rank ?? nextRank}
          />
        )}
      </Field>
      <Field
        label="Aliases"
        optional
        hint="Other names that pipelines use for it, separated by commas."
        error={problem("aliases")}
      >
        {(control) => (
          <TextField
            {...control}
            name="aliases"
            mono
            defaultValue={environment?.aliases.join(", ")}
            autoComplete="off"
          />
        )}
      </Field>
      <Checkbox
        name="production"
        defaultChecked={environment?.production ?? false}
        label="Production"
        hint="Insights and lead time look at production first."
      />
      <div className="flex items-center gap-3">
        <Checkbox
          name="coloured"
          checked={coloured}
          onChange={(event) => setColoured(event.target.checked)}
          label="A colour of its own"
        />
        {coloured && (
          <input
            type="color"
            name="colour"
            aria-label="Colour"
            defaultValue={environment?.colour ?? "#2f7d8c"}
            className="h-8 w-14 rounded-md border border-line-strong bg-surface p-0.5"
          />
        )}
      </div>
    </>
  )
}
