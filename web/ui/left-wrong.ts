/** Of the errors that a form shows, those that are still there. What was not shown before is not shown while typing. */
export const leftWrong = <Errors extends object>(shown: Errors, now: Errors): Errors =>
  Object.fromEntries(
    Object.keys(shown).flatMap((field) => {
      const wrong = now[field as keyof Errors]
      return wrong ? [[field, wrong]] : []
    }),
  ) as Errors
