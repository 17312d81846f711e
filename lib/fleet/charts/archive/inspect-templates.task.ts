import { inspectTemplates, type TemplateFindings } from "./inspect-templates"

/** `inspectTemplates` in a worker thread. */
export default function inspectTemplatesTask(archive: Uint8Array): Promise<TemplateFindings> {
  return inspectTemplates(Buffer.from(archive))
}
