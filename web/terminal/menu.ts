/** What the shop can do, in the order of its menu. */
const options = [
  { choice: 'add', title: 'Add Product' },
  { choice: 'list', title: 'Get Product List' },
  { choice: 'create', title: 'Create Product' },
  { choice: 'delete', title: 'Delete Product' },
  { choice: 'buy', title: 'Buy Product' },
  { choice: 'exit', title: 'Exit' },
] as const

export type Choice = (typeof options)[number]['choice']

export const menuLines: readonly string[] = [
  'Options:',
  ...options.map(({ title }, index) => `${index + 1}. ${title}`),
]

/** The option of a typed number; null if there is none. */
export const parseChoice = (typed: string): Choice | null =>
  /^[1-9]$/.test(typed.trim()) ? (options[Number(typed.trim()) - 1]?.choice ?? null) : null
