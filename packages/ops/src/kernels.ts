import type { TensorInfo } from '@tensorflow/tfjs-core';

/**
 * The kernels that a backend may register to run a language-model operation fused: `registerKernel({ kernelName,
 * backendName, kernelFunc })` with exactly these inputs, attributes and outputs. A backend without the forward kernel
 * runs the operation's composed reference instead.
 *
 * Inputs that an operation does not use are absent. Outputs that were not asked for are `null`.
 * Shapes: B batch, T time, C width, V vocabulary, H heads, D head width, N rows (all leading dimensions together).
 */
export interface Kernels {
  /** y = activation(x · weightᵀ + bias) + residual. weight [out, in], or [in, out] with layout 'in-out'. */
  PrattleLinear: Kernel<
    { x: TensorInfo; weight: TensorInfo; bias?: TensorInfo; residual?: TensorInfo },
    { activation: Activation; layout: LinearLayout; keepPreactivation: boolean },
    /** y [..., out]; the pre-activation x · weightᵀ + bias, if it was asked for. */
    [y: TensorInfo, preactivation: TensorInfo | null]
  >;
  /**
   * The residual's gradient is dy itself and is not computed here. The activation's is computed from the pre-activation
   * where it was kept (GELU, and any activation under a residual), else from y (ReLU, tanh). With `consume`, dy's storage
   * is nobody else's and is not read afterwards: it may be overwritten.
   */
  PrattleLinearGradient: Kernel<
    { dy: TensorInfo; x: TensorInfo; weight: TensorInfo; y?: TensorInfo; preactivation?: TensorInfo },
    { activation: Activation; layout: LinearLayout; needs: { x: boolean; weight: boolean; bias: boolean }; consume: boolean },
    [dx: TensorInfo | null, dweight: TensorInfo | null, dbias: TensorInfo | null]
  >;

  /**
   * y[b, t] = bias + Σ over taps k of weight[:, k] · x[b, t - (taps - 1 - k) · dilation], x being zero before the start. x
   * [B, T, C], weight [out, taps · C] with the earliest tap's columns first, bias [out], y [B, T, out].
   */
  PrattleCausalConvolution: Kernel<
    { x: TensorInfo; weight: TensorInfo; bias?: TensorInfo },
    { taps: number; dilation: number },
    [y: TensorInfo]
  >;
  PrattleCausalConvolutionGradient: Kernel<
    { dy: TensorInfo; x: TensorInfo; weight: TensorInfo },
    { taps: number; dilation: number; needs: { x: boolean; weight: boolean; bias: boolean } },
    [dx: TensorInfo | null, dweight: TensorInfo | null, dbias: TensorInfo | null]
  >;

  /** y = table[ids] + positions[0 … T-1]. ids int32 [B, T] (or any shape without positions). */
  PrattleEmbedding: Kernel<{ ids: TensorInfo; table: TensorInfo; positions?: TensorInfo }, { offset: number }, [y: TensorInfo]>;
  /** Scatter-adds; `rows` and `positionRows` are the tables' lengths (0: no position table). */
  PrattleEmbeddingGradient: Kernel<
    { dy: TensorInfo; ids: TensorInfo },
    { rows: number; positionRows: number; offset: number },
    [dtable: TensorInfo, dpositions: TensorInfo | null]
  >;

  /** table[rows[n]] = values[n], in place: a decoder's cache. table [..., C], rows int32 [...], N in all, values [..., C]. */
  PrattleWriteRows: Kernel<{ table: TensorInfo; rows: TensorInfo; values: TensorInfo }, object, []>;

  /** Over the last axis, biased variance. stats [N, 2]: mean and 1/sqrt(variance + epsilon). */
  PrattleLayerNorm: Kernel<
    { x: TensorInfo; weight: TensorInfo; bias?: TensorInfo },
    { epsilon: number },
    [y: TensorInfo, stats: TensorInfo]
  >;
  PrattleLayerNormGradient: Kernel<
    { dy: TensorInfo; x: TensorInfo; weight: TensorInfo; stats: TensorInfo },
    { epsilon: number; bias: boolean },
    [dx: TensorInfo, dweight: TensorInfo, dbias: TensorInfo | null]
  >;
  /** y = x / sqrt(mean(x²) + epsilon) · weight. stats [N]: 1/sqrt(…). */
  PrattleRmsNorm: Kernel<{ x: TensorInfo; weight: TensorInfo }, { epsilon: number }, [y: TensorInfo, stats: TensorInfo]>;
  PrattleRmsNormGradient: Kernel<
    { dy: TensorInfo; x: TensorInfo; weight: TensorInfo; stats: TensorInfo },
    { epsilon: number },
    [dx: TensorInfo, dweight: TensorInfo]
  >;

  /**
   * y = (x - mean) / sqrt(variance + epsilon) · weight + bias, mean and variance of all rows of each column; the variance divides
   * by N - 1 when `unbiased`, else by N. In place: mean and variance, the running ones, move towards the batch's by the
   * share `momentum`, the running variance always towards the unbiased one. stats [2, C]: mean, 1/sqrt(variance + epsilon).
   */
  PrattleBatchNorm: Kernel<
    { x: TensorInfo; weight: TensorInfo; bias: TensorInfo; mean: TensorInfo; variance: TensorInfo },
    { epsilon: number; momentum: number; unbiased: boolean },
    [y: TensorInfo, stats: TensorInfo]
  >;
  PrattleBatchNormGradient: Kernel<
    { dy: TensorInfo; x: TensorInfo; weight: TensorInfo; stats: TensorInfo },
    { unbiased: boolean },
    [dx: TensorInfo, dweight: TensorInfo, dbias: TensorInfo]
  >;

  /**
   * q [B, Tq, H·D], k and v [B, Tk, Hkv·D] (H a multiple of Hkv: query head h reads key head floor(h·Hkv/H)), or
   * `packed` [B, T, (H + 2·Hkv)·D] holding q, k, v beside each other. `lengths` int32 [B]: keys beyond are masked.
   * Causal: query i sees keys j ≤ i + Tk - Tq. A query that sees no key gives 0. Dropout acts on the softmaxed weights;
   * it counts their elements in the order [B, H, Tq, Tk].
   * stats [B, H, Tq, 2]: the row's scaled maximum and 1/sum.
   */
  PrattleAttention: Kernel<
    { packed?: TensorInfo; q?: TensorInfo; k?: TensorInfo; v?: TensorInfo; lengths?: TensorInfo; counter?: TensorInfo },
    AttentionAttributes,
    [y: TensorInfo, stats: TensorInfo]
  >;
  PrattleAttentionGradient: Kernel<
    {
      dy: TensorInfo;
      y: TensorInfo;
      stats: TensorInfo;
      packed?: TensorInfo;
      q?: TensorInfo;
      k?: TensorInfo;
      v?: TensorInfo;
      lengths?: TensorInfo;
      counter?: TensorInfo;
    },
    AttentionAttributes,
    /** With `packed`, one gradient of its shape and two nulls. */
    [dq: TensorInfo, dk: TensorInfo | null, dv: TensorInfo | null]
  >;

  /**
   * h_t = tanh(x_t + weight · h_(t-1) + bias), h_(-1) = start, for every row of the batch. x [B, T, H], weight [H, H], start
   * [B, H]; y [B, T, H] holds h_0 … h_(T-1).
   */
  PrattleRnnScan: Kernel<{ x: TensorInfo; weight: TensorInfo; bias?: TensorInfo; start: TensorInfo }, object, [y: TensorInfo]>;
  PrattleRnnScanGradient: Kernel<
    { dy: TensorInfo; y: TensorInfo; weight: TensorInfo; start: TensorInfo },
    { needs: ScanNeeds },
    [dx: TensorInfo, dweight: TensorInfo | null, dbias: TensorInfo | null, dstart: TensorInfo]
  >;
  /**
   * The gated unit, see `gruScan` for both forms. x [B, T, 3·H], weight [3·H, H], bias [3·H], start [B, H]. gates [B, T, 4·H]:
   * the three gates, then what the reset gate makes: r ⊙ h, or with reset-after the candidate's product weight · h + bias.
   */
  PrattleGruScan: Kernel<
    { x: TensorInfo; weight: TensorInfo; bias?: TensorInfo; start: TensorInfo },
    { form: GruForm },
    [y: TensorInfo, gates: TensorInfo]
  >;
  PrattleGruScanGradient: Kernel<
    { dy: TensorInfo; y: TensorInfo; gates: TensorInfo; weight: TensorInfo; start: TensorInfo },
    { form: GruForm; needs: ScanNeeds },
    [dx: TensorInfo, dweight: TensorInfo | null, dbias: TensorInfo | null, dstart: TensorInfo]
  >;
  /**
   * The long short-term memory, see `lstmScan`. x [B, T, 4·H], weight [4·H, H], bias [4·H], start and cell [B, H]. last [B, H]:
   * the cell at the end; gates [B, T, 4·H]: i, f, g, o; cells [B, T, H]: the cell after every position.
   */
  PrattleLstmScan: Kernel<
    { x: TensorInfo; weight: TensorInfo; bias?: TensorInfo; start: TensorInfo; cell: TensorInfo },
    object,
    [y: TensorInfo, last: TensorInfo, gates: TensorInfo, cells: TensorInfo]
  >;
  /** `dlast` is absent where nothing depends on the last cell. */
  PrattleLstmScanGradient: Kernel<
    {
      dy: TensorInfo;
      dlast?: TensorInfo;
      y: TensorInfo;
      gates: TensorInfo;
      cells: TensorInfo;
      weight: TensorInfo;
      start: TensorInfo;
      cell: TensorInfo;
    },
    { needs: ScanNeeds },
    [dx: TensorInfo, dweight: TensorInfo | null, dbias: TensorInfo | null, dstart: TensorInfo, dcell: TensorInfo]
  >;

  /**
   * loss: mean over targets ≠ ignoreIndex (0 if there are none) of -Σ p·log softmax(logits), where p is 1 - smoothing
   * on the target plus smoothing / V everywhere. logits [..., V], targets int32 [...], N in all; the gradient has the
   * logits' shape.
   * stats [N + 1]: log-sum-exp of every row, then the number of targets that count.
   */
  PrattleCrossEntropy: Kernel<
    { logits: TensorInfo; targets: TensorInfo },
    { ignoreIndex: number; labelSmoothing: number },
    [loss: TensorInfo, stats: TensorInfo]
  >;
  PrattleCrossEntropyGradient: Kernel<
    { dy: TensorInfo; logits: TensorInfo; targets: TensorInfo; stats: TensorInfo },
    { ignoreIndex: number; labelSmoothing: number },
    [dlogits: TensorInfo]
  >;

  /** y = activation(x), element by element. */
  PrattleActivation: Kernel<{ x: TensorInfo }, { activation: 'relu' | 'tanh' | 'sigmoid' }, [y: TensorInfo]>;
  /** With `consume`, dy's storage is nobody else's and is not read afterwards: it may be overwritten. */
  PrattleActivationGradient: Kernel<
    { dy: TensorInfo; y: TensorInfo },
    { activation: 'relu' | 'tanh' | 'sigmoid'; consume: boolean },
    [dx: TensorInfo]
  >;

  /** y = keep(i) ? x / (1 - rate) : 0; keep by counter, see `dropoutKeeps`. The gradient is the same kernel on dy. */
  PrattleDropout: Kernel<{ x: TensorInfo; counter: TensorInfo }, { rate: number; site: number }, [y: TensorInfo]>;

  /**
   * y = a + b, the same shape. With `reuse`, a's storage is nobody else's and may hold the sum: the kernel may then return
   * a's own dataId with its reference count raised by one (the caller disposes a).
   */
  PrattleAdd: Kernel<{ a: TensorInfo; b: TensorInfo }, { reuse: boolean }, [y: TensorInfo]>;

  /** The 2-norm over all gradients together, float32 scalar. */
  PrattleGlobalNorm: Kernel<{ gradients: TensorInfo[] }, object, [norm: TensorInfo]>;
  /**
   * In place on parameters and moments. hyper float32 [8]: learning rate, beta1, beta2, epsilon, weight decay,
   * 1 - beta1^t, 1 - beta2^t, largest gradient norm (0: no clipping). Clipping multiplies the gradients by
   * min(1, largest / (norm + 1e-6)), as torch.nn.utils.clip_grad_norm_. `decays[i]` says whether parameter i decays;
   * `decoupled` decay is AdamW's, otherwise it is added to the gradient (after clipping) as in Adam.
   */
  PrattleAdamStep: Kernel<
    { parameters: TensorInfo[]; gradients: TensorInfo[]; first: TensorInfo[]; second: TensorInfo[]; hyper: TensorInfo; norm?: TensorInfo },
    { decays: boolean[]; decoupled: boolean },
    []
  >;
  /**
   * In place. hyper float32 [8]: learning rate, momentum, dampening, 0, weight decay, 1 on the first step else 0, 0,
   * largest gradient norm. As torch.optim.SGD: the first step's momentum buffer is the gradient itself. `momenta` is
   * empty where momentum is 0.
   */
  PrattleSgdStep: Kernel<
    { parameters: TensorInfo[]; gradients: TensorInfo[]; momenta: TensorInfo[]; hyper: TensorInfo; norm?: TensorInfo },
    { decays: boolean[]; nesterov: boolean },
    []
  >;
}

export type KernelName = keyof Kernels;
export type Activation = 'none' | 'relu' | 'gelu' | 'gelu-tanh' | 'tanh';
export type LinearLayout = 'out-in' | 'in-out';

/** Whether the reset gate acts on the state before the candidate's product, or on the product. */
export type GruForm = 'reset-before' | 'reset-after';

/** Which gradients of a scan's parameters are wanted; all others always are. */
export interface ScanNeeds {
  weight: boolean;
  bias: boolean;
}

export interface AttentionAttributes {
  heads: number;
  keyHeads: number;
  headWidth: number;
  scale: number;
  causal: boolean;
  dropout: number;
  site: number;
}

interface Kernel<Inputs, Attributes, Outputs> {
  inputs: Inputs;
  attrs: Attributes;
  outputs: Outputs;
}

/** What a backend registers under a kernel's name. */
export type KernelFunction<Name extends KernelName, Engine = unknown> = (call: {
  inputs: Kernels[Name]['inputs'];
  attrs: Kernels[Name]['attrs'];
  backend: Engine;
}) => Kernels[Name]['outputs'];
