"""The actions of AWS's services: their arguments and results, as Step Functions names them."""
