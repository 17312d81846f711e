import type { Values } from "@/components/fleet/releases/values/value-fields"
import { writeValues } from "@/components/fleet/releases/values/values-text"
import { CodeBlock } from "@/components/ui/copy"

export default function ValuesAsYaml({ values }: { values: Values }) {
  return <CodeBlock code={writeValues(values)} label="values" />
}
