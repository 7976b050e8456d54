/** The sizes of screens that boards hang on, each lying and upright. */
export const boardScreens = [
  [1_366, 640],
  [1_920, 1_080],
  [2_560, 1_440],
  [3_840, 2_160],
].flatMap(([width = 0, height = 0]) => [
  { width, height },
  { width: height, height: width },
])
