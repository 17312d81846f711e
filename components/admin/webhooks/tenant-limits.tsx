import { useQuery } from "@tanstack/react-query"
import { X } from "lucide-react"
import { useState } from "react"
import { tenantChoiceQuery, tenantOptions } from "@/components/fleet/tenants/tenant-queries"
import { Button } from "@/components/ui/button"
import { Combobox } from "@/components/ui/combobox"
import { useFieldError } from "@/components/ui/form-error"

/** The only tenants that a webhook concerns, as fields `tenants` of a form. */
export function TenantLimits({ chosen }: { chosen: readonly string[] }) {
  const [ids, setIds] = useState(chosen)
  const tenants = useQuery(tenantChoiceQuery)
  const error = useFieldError("tenants")
  const options = tenantOptions(tenants.data)
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 text-xs font-medium">
        Tenants for release and rollout events{" "}
        <span className="font-normal text-muted">(all if none selected)</span>
      </legend>
      <div className="flex flex-wrap gap-2">
        {ids.map((id) => (
          <Button key={id} onClick={() => setIds(ids.filter((other) => other !== id))} className="max-w-60">
            <input type="hidden" name="tenants" value={id} />
            <span className="sr-only">Remove tenant: </span>
            <span className="truncate">{options.find(({ value }) => value === id)?.label ?? id}</span>
            <X size={12} className="shrink-0 text-muted" />
          </Button>
        ))}
        <Combobox
          label="Tenant"
          placeholder="Add…"
          value=""
          onValueChange={(id) => setIds([...ids, id])}
          options={options.filter(({ value }) => !ids.includes(value))}
          read={tenants}
        />
      </div>
      {error && <p className="text-xs text-failed">{error}</p>}
    </fieldset>
  )
}
