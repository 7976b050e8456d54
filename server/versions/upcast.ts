import { Explained } from '../errors/explained.ts'

/** A newer release wrote this; what it means, this one could only guess. */
export class NewerVersion extends Explained {
  override name = 'NewerVersion'
}

/** Turns the form of one version into that of the next. Pure; never changed once a release contains it. */
export type Step<Form> = (form: Form) => Form

/**
 * Brings a form from its version to the newest: the step from version n is `steps[n - 1]`. Throws a
 * {@link NewerVersion} when a newer release wrote it; `what` names it in the message.
 */
export function upcast<Form>(form: Form, version: unknown, steps: readonly Step<Form>[], what: string): Form {
  const newest = steps.length + 1
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1)
    throw new Explained(`${what} has version ${version}, which no release of Souk has. Restore a backup.`)
  if (version > newest)
    throw new NewerVersion(
      `${what} has version ${version}: a newer Souk wrote it, and this one reads versions up to ${newest}. Start the newer one.`,
    )
  return steps.slice(version - 1).reduce((former, step) => step(former), form)
}
