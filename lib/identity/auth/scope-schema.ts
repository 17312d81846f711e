import { z } from "zod"
import { scopes } from "./scopes"

export const scopeSchema = z.enum(scopes)
