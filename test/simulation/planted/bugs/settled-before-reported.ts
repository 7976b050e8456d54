import * as original from '../../../../server/outbox/outbox.ts'

export class Outbox extends original.Outbox {
  override add(effects: Iterable<original.Effect>): Promise<void> {
    return super.add(
      Array.from(effects, (effect) => ({
        ...effect,
        perform: async () => {
          const report = await effect.perform()
          await effect.settle()
          return report
        },
      })),
    )
  }
}
