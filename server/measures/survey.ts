import type { Reference } from './measure';

/** The survey that the measures are taken from: the source of those that come from no paper of their own. */
export const survey: Reference = {
  text: 'Klabunde, Schumacher, Strohmaier, Lemmerich: Similarity of Neural Network Models, ACM Computing Surveys 57(9), 2025.',
  url: 'https://arxiv.org/abs/2305.06329',
};
